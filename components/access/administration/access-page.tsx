'use client';

import { useMe } from '../current-user.tsx';
import { AccessAuditLog } from './access-audit-log.tsx';
import { ApiTokens } from './api-tokens.tsx';
import { People } from './people.tsx';
import { Sessions } from './sessions.tsx';

/** Access settings: your tokens and sessions; for an admin everyone's, the people and the access audit log. */
export function AccessPage() {
  const me = useMe();
  if (me === undefined) return null;
  const admin = me.permissions.includes('administer');
  return (
    <div className="space-y-8">
      <p className="text-sm">
        You are <span className="font-medium break-words">{me.name}</span>, with the role{' '}
        <span className="font-medium">{me.role}</span>
        {me.via === 'local' ? ': no login is configured' : ''}.
      </p>
      <ApiTokens me={me} />
      <Sessions />
      {admin ? <People /> : null}
      {admin ? <AccessAuditLog /> : null}
    </div>
  );
}
