import { useMutation, useQueryClient } from '@tanstack/react-query';
import { chunksOf } from '#lib/api/client/chunks.ts';
import { trackImages } from '#lib/api/client/images.ts';

/** The most references per request. */
const PER_CALL = 10_000;

/** Tracks references, in several requests if necessary, and refetches every list. */
export function useTrackImages() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (references: readonly string[]) => {
      const tracked: Awaited<ReturnType<typeof trackImages>>['items'] = [];
      for (const chunk of chunksOf(references, PER_CALL)) tracked.push(...(await trackImages(chunk)).items);
      return tracked;
    },
    onSuccess: () =>
      Promise.all(
        [['images'], ['fleet'], ['graph']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}
