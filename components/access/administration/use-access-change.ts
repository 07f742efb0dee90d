import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNotify } from '#components/ui/feedback/action-outcome.tsx';

/** A change of who may come in: says what it came to, and asks anew for all that shows it. */
export function useAccessChange(change: (id: string) => Promise<unknown>, done: string) {
  const client = useQueryClient();
  const notify = useNotify();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      notify({ text: done });
      await client.invalidateQueries({ queryKey: ['access'] });
    },
    onError: (error) => notify({ error }),
  });
}
