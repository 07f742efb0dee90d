import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { declareBase, removeDeclaredBase } from '#lib/api/client/declared-bases.ts';
import type { DeclaredBaseView, DeclareRequest } from '#lib/api/contract/declared-bases.ts';

/** Declares bases and removes declarations, shows the outcome, and offers to undo it. */
export function useDeclaredBases() {
  const client = useQueryClient();
  const toast = useToast();
  const refresh = () => client.invalidateQueries({ queryKey: ['declared-bases'] });
  const undo = (act: () => Promise<unknown>, text: string) => () =>
    void act()
      .then(() => toast({ text }))
      .catch((error: unknown) => toast({ error }))
      .finally(refresh);
  const declare = useMutation({
    mutationFn: (request: DeclareRequest) => declareBase(request),
    onSuccess: ({ id, image, replaced }) => {
      const before =
        replaced && undo(() => declareBase({ image, ...replaced }), 'Earlier base declared again.');
      const none = id === null ? undefined : undo(() => removeDeclaredBase(id), 'Declaration removed.');
      const text = `Base of ${image} declared. The images concerned are checked again.`;
      toast({ text, undo: before ?? none });
    },
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: async (declared: DeclaredBaseView) => {
      if (declared.id !== null) await removeDeclaredBase(declared.id);
      return declared;
    },
    onSuccess: ({ image, base, reason }) =>
      toast({
        text: `Declared base of ${image} removed. The images concerned are checked again.`,
        undo: undo(() => declareBase({ image, base, reason }), 'Base declared again.'),
      }),
    onError: (error) => toast({ error }),
    onSettled: refresh,
  });
  return { declare, remove };
}
