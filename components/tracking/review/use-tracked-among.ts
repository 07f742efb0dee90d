import { useQuery } from '@tanstack/react-query';
import { chunksOf } from '#lib/api/client/chunks.ts';
import { trackedAmong } from '#lib/api/client/images.ts';
import type { Paste } from '#lib/paste/paste.ts';

/** The most references per request. */
const PER_CALL = 10_000;

/** Which images of a paste are tracked already, by reference. */
export function useTrackedAmong(paste: Paste, readAt: number) {
  return useQuery({
    // A paste is named by when it was read: its references would be a key of megabytes.
    queryKey: ['images', 'tracked-among', readAt],
    queryFn: async ({ signal }) => {
      const tracked: Awaited<ReturnType<typeof trackedAmong>>['items'] = [];
      const references = paste.images.map(({ reference }) => reference);
      for (const chunk of chunksOf(references, PER_CALL)) {
        tracked.push(...(await trackedAmong(chunk, signal)).items);
      }
      return new Map(tracked.map((image) => [image.reference, image]));
    },
    gcTime: 0,
  });
}
