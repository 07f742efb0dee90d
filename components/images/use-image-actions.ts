import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { chunksOf } from '#lib/api/client/chunks.ts';
import { markImages, scanImage, untrackImage } from '#lib/api/client/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** Requests at a time: a browser opens six connections to one host, and the event stream takes one. */
const AT_ONCE = 5;

/** Scans, untracks and changes the visibility of images, by id, and shows the outcome. */
export function useImageActions() {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () =>
    Promise.all(
      [['images', 'list'], ['images', 'jump'], ['fleet'], ['graph']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const scan = useMutation({
    mutationFn: (ids: readonly string[]) => forEachOf(ids, scanImage),
    onSuccess: (_, ids) => toast({ text: `Scanning ${counted(ids.length, 'image')}.` }),
    onError: (error) => toast({ error }),
  });
  const untrack = useMutation({
    mutationFn: (ids: readonly string[]) => forEachOf(ids, untrackImage),
    onSuccess: (_, ids) => toast({ text: `${counted(ids.length, 'image')} untracked.` }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const mark = useMutation({
    mutationFn: ({ ids, isPublic }: { ids: readonly string[]; isPublic: boolean }) =>
      markImages(ids, isPublic),
    onSuccess: ({ total }, { isPublic }) =>
      toast({
        text: `${counted(total, 'image')} ${total === 1 ? 'is' : 'are'} now ${isPublic ? 'public' : 'private'}.`,
      }),
    onError: (error) => toast({ error }),
    // The page of an image shows its visibility too.
    onSettled: () => client.invalidateQueries({ queryKey: ['images'] }),
  });
  return { scan, untrack, mark };
}

async function forEachOf(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
  for (const chunk of chunksOf(ids, AT_ONCE)) await Promise.all(chunk.map(act));
}
