'use client';

import { useQuery } from '@tanstack/react-query';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { endPersonsSessions, peopleQuery, shutOutPerson } from '#lib/api/client/access.ts';
import type { PersonView } from '#lib/api/contract/access.ts';
import { Answered, Panel, Rows } from './access-panel.tsx';
import { useAccessChange } from './use-access-change.ts';

/** Who ever came in by the provider. */
export function People() {
  const people = useQuery(peopleQuery());
  return (
    <Panel
      title="People"
      about="Who has logged in with the provider. Roles come from its claims, by the oidc part of baseboard.yaml; who is shut out comes back only by logging in there anew."
    >
      <Answered asked={people} what="the people">
        {({ items }) => (
          <Rows empty="Nobody has logged in with a provider yet.">
            {items.map((person) => (
              <Row key={person.id} person={person} />
            ))}
          </Rows>
        )}
      </Answered>
    </Panel>
  );
}

function Row({ person: { id, name, role, sessions, lastSeenAt } }: { person: PersonView }) {
  const end = useAccessChange(endPersonsSessions, `The sessions of ${name} are ended.`);
  const shutOut = useAccessChange(shutOutPerson, `${name} is shut out.`);
  const busy = end.isPending || shutOut.isPending;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <p className="min-w-0 flex-1 basis-60 break-words">
        <span className="font-medium">{name}</span> <span className="text-muted">{role ?? 'no access'}</span>
      </p>
      <p className="text-muted">
        {sessions === 1 ? '1 session' : `${sessions} sessions`}, seen <Time value={lastSeenAt} />
      </p>
      {sessions === 0 ? null : (
        <ConfirmButton
          words="End sessions"
          confirmWords="End them"
          label={name}
          busy={busy}
          onConfirm={() => end.mutate(id)}
        />
      )}
      {role === null ? null : (
        <ConfirmButton
          words="Shut out"
          confirmWords="Shut out, revoke tokens"
          label={name}
          busy={busy}
          onConfirm={() => shutOut.mutate(id)}
        />
      )}
    </li>
  );
}
