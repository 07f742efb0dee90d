import { useMutation } from '@tanstack/react-query';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { logOut } from '#lib/api/client/session.ts';

/** Ends this browser's session; the page then leads to the login. */
export function useLogOut() {
  const toast = useToast();
  return useMutation({
    mutationFn: logOut,
    onSuccess: () => window.location.reload(),
    onError: (error) => toast({ error }),
  });
}
