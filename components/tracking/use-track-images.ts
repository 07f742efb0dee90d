import { useMutation, useQueryClient } from '@tanstack/react-query';
import { trackImages } from '#lib/api/client/images.ts';

/** The most references per request. */
const PER_CALL = 10_000;

/** Tracks references, in several requests if necessary, and refetches every list. */
export function useTrackImages() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (references: readonly string[]) => {
      const tracked: Awaited<ReturnType<typeof trackImages>>['items'] = [];
      for (let at = 0; at < references.length; at += PER_CALL) {
        tracked.push(...(await trackImages(references.slice(at, at + PER_CALL))).items);
      }
      return tracked;
    },
    onSuccess: () =>
      Promise.all(
        [['images'], ['fleet'], ['graph']].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}
