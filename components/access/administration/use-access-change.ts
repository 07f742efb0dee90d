import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';

/** A mutation of tokens, sessions or people. Shows `done` or the error, and refetches the access lists. */
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
