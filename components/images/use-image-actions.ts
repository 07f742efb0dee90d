import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { markImages, scanImage, untrackImage } from '#lib/api/client/images.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** As many requests under way at once; a browser opens six connections to one host. */
const AT_ONCE = 5;

/** Scanning, untracking and marking of one or many images, by id, with their outcome said. */
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
    onSuccess: (_, ids) => toast({ text: `${counted(ids.length, 'image')} no longer tracked.` }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const mark = useMutation({
    mutationFn: ({ ids, isPublic }: { ids: readonly string[]; isPublic: boolean }) =>
      markImages(ids, isPublic),
    onSuccess: ({ total }, { isPublic }) =>
      toast({
        text: `${counted(total, 'image')} ${total === 1 ? 'is' : 'are'} ${isPublic ? 'public' : 'private'} now.`,
      }),
    onError: (error) => toast({ error }),
    // An image's own page shows the mark, too.
    onSettled: () => client.invalidateQueries({ queryKey: ['images'] }),
  });
  return { scan, untrack, mark };
}

async function forEachOf(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await Promise.all(ids.slice(at, at + AT_ONCE).map(act));
  }
}
