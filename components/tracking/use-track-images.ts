import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { chunksOf } from '#lib/api/client/chunks.ts';
import { trackImages, untrackImages } from '#lib/api/client/images.ts';
import { addedSentence, undoneSentence } from './tracking-words.ts';

/** The most references per request. */
const PER_CALL = 10_000;

/**
 * Tracks references, in several requests if necessary; then opens the page of the image, or the fleet if there are
 * several, and offers to undo it.
 */
export function useTrackImages() {
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const refetch = (queryKeys: readonly (readonly string[])[]) => {
    for (const queryKey of queryKeys) void client.invalidateQueries({ queryKey });
  };
  const undo = (ids: readonly string[], back: boolean) => {
    // Not a mutation: the component that tracked them is closed by now.
    untrackAll(ids)
      .then(() => {
        toast({ text: undoneSentence(ids.length) });
        if (back) router.push('/');
      })
      .catch((error: unknown) => toast({ error }))
      // Not the image itself: it is no longer tracked, and the fleet is shown next.
      .finally(() => refetch([['images', 'list'], ['images', 'jump'], ['fleet'], ['graph']]));
  };
  // All that follows is an option of the mutation: callbacks of `mutate` are not called once the first page, the
  // command palette or the dialog is gone, and tracking makes them go. Nothing waits for what is fetched again.
  return useMutation({
    mutationFn: async (references: readonly string[]) => {
      const tracked: Awaited<ReturnType<typeof trackImages>>['items'] = [];
      for (const chunk of chunksOf(references, PER_CALL)) tracked.push(...(await trackImages(chunk)).items);
      return tracked;
    },
    onSuccess: (items) => {
      const [first] = items;
      const added = items.filter((item) => item.added).map(({ id }) => id);
      const isOne = items.length === 1 && first !== undefined;
      router.push(isOne ? `/images/${first.id}` : '/');
      toast({
        text: addedSentence(items.map(({ added }) => added)),
        ...(added.length === 0 ? {} : { undo: () => undo(added, isOne) }),
      });
      refetch([['images'], ['fleet'], ['graph']]);
    },
    onError: (error) => toast({ error }),
  });
}

async function untrackAll(ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids, PER_CALL)) await untrackImages({ ids: chunk });
}
