'use client';

import { useMutation } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { useToast } from '#components/ui/feedback/toasts.tsx';
import { logOut } from '#lib/api/client/session.ts';

/** Ends this browser's session. */
export function LogOutButton() {
  const toast = useToast();
  const end = useMutation({
    mutationFn: logOut,
    onSuccess: () => window.location.reload(),
    onError: (error) => toast({ error }),
  });
  return (
    <Button disabled={end.isPending} onClick={() => end.mutate()}>
      Log out
    </Button>
  );
}
