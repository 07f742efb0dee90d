'use client';

import { Lock } from 'lucide-react';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { useMe } from './current-user.tsx';

/** Tells a known user that they may not see this page, and who can change that. */
export function NotPermitted() {
  const me = useMe();
  return (
    <EmptyState
      icon={Lock}
      title="You don’t have access to this page"
      actions={<LinkButton href="/">Go to the fleet</LinkButton>}
    >
      {me === undefined ? null : `You are ${me.name}, with the role ${me.role}. `}
      Ask an admin for another role.
    </EmptyState>
  );
}
