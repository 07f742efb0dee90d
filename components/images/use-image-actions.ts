import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { markImages, restoreImages, scanImages, untrackImages } from '#lib/api/client/images.ts';
import type { SelectionRequest } from '#lib/api/contract/images/selection.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { markedWords, restoredWords, untrackedWords } from './bulk-words.ts';

/** Scans, untracks and changes the visibility of images, shows the outcome, and offers to undo it. */
export function useImageActions() {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () =>
    Promise.all(
      [['images', 'list'], ['images', 'jump'], ['fleet'], ['graph']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const refreshImages = () => client.invalidateQueries({ queryKey: ['images'] });
  /** Undoes an action, and says what came of it. Works after the page has changed, too. */
  const undo = (act: () => Promise<string>, then: () => Promise<unknown>) => () =>
    void act()
      .then((text) => toast({ text }))
      .catch((error: unknown) => toast({ error }))
      .finally(then);
  const scan = useMutation({
    // A scan changes nothing, so it does not matter whether a few more images match by now.
    mutationFn: ({ expected: _, ...selection }: SelectionRequest) => scanImages(selection),
    onSuccess: ({ total }) => toast({ text: `Scanning ${counted(total, 'image')}.` }),
    onError: (error) => toast({ error }),
  });
  const untrack = useMutation({
    mutationFn: untrackImages,
    onSuccess: (result) =>
      toast({
        text: untrackedWords(result),
        undo:
          result.restorable.length === 0
            ? undefined
            : undo(async () => restoredWords(await restoreImages(result.restorable)), refresh),
      }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const mark = useMutation({
    mutationFn: ({ selection, isPublic }: { selection: SelectionRequest; isPublic: boolean }) =>
      markImages(selection, isPublic),
    onSuccess: (result, { isPublic }) =>
      toast({
        text: markedWords(result, isPublic),
        undo:
          result.changed === 0
            ? undefined
            : undo(
                async () => markedWords(await markImages({ ids: result.changedIds }, !isPublic), !isPublic),
                refreshImages,
              ),
      }),
    onError: (error) => toast({ error }),
    // The page of an image shows its visibility too.
    onSettled: refreshImages,
  });
  return { scan, untrack, mark };
}
