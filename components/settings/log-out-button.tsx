'use client';

import { Button } from '#components/ui/controls/button.tsx';
import { useLogOut } from './use-log-out.ts';

/** Ends this browser's session. */
export function LogOutButton() {
  const end = useLogOut();
  return (
    <Button disabled={end.isPending} onClick={() => end.mutate()}>
      Log out
    </Button>
  );
}
