'use client';

import { useQuery } from '@tanstack/react-query';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { blockPerson, endPersonsSessions, peopleQuery } from '#lib/api/client/access.ts';
import type { PersonView } from '#lib/api/contract/access.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { Loaded, Panel, Rows } from './access-panel.tsx';
import { useAccessChange } from './use-access-change.ts';

/** Everyone who has logged in with the provider. */
export function People() {
  const people = useQuery(peopleQuery());
  return (
    <Panel
      title="People"
      about="Everyone who has logged in with the provider. Roles come from its claims, as the oidc section of baseboard.yaml maps them. A blocked person can come back only by logging in there again."
    >
      <Loaded query={people} what="the people">
        {({ items }) => (
          <Rows empty="Nobody has logged in with a provider yet">
            {items.map((person) => (
              <Row key={person.id} person={person} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Panel>
  );
}

function Row({ person: { id, name, role, sessions, lastSeenAt } }: { person: PersonView }) {
  const end = useAccessChange(endPersonsSessions, `Sessions of ${name} ended.`);
  const block = useAccessChange(blockPerson, `${name} blocked.`);
  const busy = end.isPending || block.isPending;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <p className="min-w-0 flex-1 basis-60 break-words">
        <span className="font-medium">{name}</span> <span className="text-muted">{role ?? 'no access'}</span>
      </p>
      <p className="text-muted">
        {counted(sessions, 'session')}, last seen <Time value={lastSeenAt} />
      </p>
      {sessions === 0 ? null : (
        <ConfirmButton
          words="End sessions"
          confirmWords="End all sessions"
          label={name}
          busy={busy}
          onConfirm={() => end.mutate(id)}
        />
      )}
      {role === null ? null : (
        <ConfirmButton
          words="Block"
          confirmWords="Block and revoke tokens"
          label={name}
          busy={busy}
          onConfirm={() => block.mutate(id)}
        />
      )}
    </li>
  );
}
