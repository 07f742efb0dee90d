'use client';

import { Lock } from 'lucide-react';
import Link from 'next/link';
import { buttonClass } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { useMe } from './current-user.tsx';

/** Says to who is known that this is not for them, and who could change that. */
export function NotPermitted() {
  const me = useMe();
  return (
    <EmptyState
      icon={Lock}
      title="This page is not for you"
      actions={
        <Link href="/" className={buttonClass()}>
          Go to the fleet
        </Link>
      }
    >
      {me === undefined ? null : `You are ${me.name}, with the role ${me.role}. `}
      An admin gives roles.
    </EmptyState>
  );
}
