import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';

/** A change of who may come in: says what it came to, and asks anew for all that shows it. */
export function useAccessChange(change: (id: string) => Promise<unknown>, done: string) {
  const client = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      toast({ text: done });
      await client.invalidateQueries({ queryKey: ['access'] });
    },
    onError: (error) => toast({ error }),
  });
}
