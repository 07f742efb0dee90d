import { useMutation, useQueryClient } from '@tanstack/react-query';
import pMap from 'p-map';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';
import { markImages, scanImage, untrackImage } from '#lib/api/client/commands.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** As many requests under way at once; a browser opens six connections to one host. */
const AT_ONCE = 5;

/** Scanning, untracking and marking of one or many images, by id, with their outcome said. */
export function useImageActions() {
  const client = useQueryClient();
  const notify = useNotify();
  const refresh = () =>
    Promise.all(
      [['images', 'list'], ['images', 'jump'], ['fleet'], ['graph']].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
  const scan = useMutation({
    mutationFn: (ids: readonly string[]) => forEachOf(ids, scanImage),
    onSuccess: (_, ids) => notify({ text: `Scanning ${counted(ids.length, 'image')}.` }),
    onError: (error) => notify({ error }),
  });
  const untrack = useMutation({
    mutationFn: (ids: readonly string[]) => forEachOf(ids, untrackImage),
    onSuccess: (_, ids) => notify({ text: `${counted(ids.length, 'image')} no longer tracked.` }),
    onError: (error) => notify({ error }),
    onSettled: refresh,
  });
  const mark = useMutation({
    mutationFn: ({ ids, isPublic }: { ids: readonly string[]; isPublic: boolean }) =>
      markImages(ids, isPublic),
    onSuccess: ({ total }, { isPublic }) =>
      notify({
        text: `${counted(total, 'image')} ${total === 1 ? 'is' : 'are'} ${isPublic ? 'public' : 'private'} now.`,
      }),
    onError: (error) => notify({ error }),
    // An image's own page shows the mark, too.
    onSettled: () => client.invalidateQueries({ queryKey: ['images'] }),
  });
  return { scan, untrack, mark };
}

async function forEachOf(ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
  await pMap(ids, act, { concurrency: AT_ONCE });
}
