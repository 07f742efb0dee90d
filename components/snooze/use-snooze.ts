import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { endHold, setHold, snoozeImages } from '#lib/api/client/holds.ts';
import type { HoldRequest, SnoozeRequest } from '#lib/api/contract/images/holds.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';

/** What is snoozed: selected images, or a base, a filter or an image by name. */
export type NewSnooze =
  | { readonly kind: 'selection'; readonly request: SnoozeRequest }
  | { readonly kind: 'hold'; readonly request: HoldRequest };

/** Snoozes images and ends snoozes, shows the outcome, and offers to undo it. */
export function useSnooze() {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () =>
    Promise.all(
      ['images', 'fleet', 'holds', 'graph'].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
  const end = useMutation({
    mutationFn: endHold,
    onSuccess: () => toast({ text: 'Snooze ended.' }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const snooze = useMutation({
    mutationFn: (asked: NewSnooze) =>
      asked.kind === 'selection' ? snoozeImages(asked.request) : setHold(asked.request),
    onSuccess: ({ id, images }) =>
      toast({
        text: `${counted(images, 'image')} snoozed.`,
        undo: () =>
          void endHold(id)
            .then(() => toast({ text: 'Snooze undone.' }))
            .catch((error: unknown) => toast({ error }))
            .finally(refresh),
      }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  return { snooze, end };
}
