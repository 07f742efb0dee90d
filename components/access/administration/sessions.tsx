'use client';

import { useQuery } from '@tanstack/react-query';
import { ConfirmButton } from '#components/ui/controls/confirm-button.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { endSession, sessionsQuery } from '#lib/api/client/access.ts';
import type { SessionView } from '#lib/api/contract/access.ts';
import { Loaded, Panel, Rows } from './access-panel.tsx';
import { agentWords } from './access-words.ts';
import { useAccessChange } from './use-access-change.ts';

/** The open sessions, each with a button that ends it. */
export function Sessions() {
  const sessions = useQuery(sessionsQuery());
  return (
    <Panel
      title="Sessions"
      about="Each login lasts twelve hours. An ended session is logged out at once; its open pages stop updating within a minute."
    >
      <Loaded query={sessions} what="the sessions">
        {({ items }) => (
          <Rows empty="Nobody is logged in. On the machine itself no login is needed.">
            {items.map((session) => (
              <Row key={session.id} session={session} />
            ))}
          </Rows>
        )}
      </Loaded>
    </Panel>
  );
}

function Row({ session: { id, name, agent, current, createdAt, lastSeenAt } }: { session: SessionView }) {
  const end = useAccessChange(endSession, `Session of ${name} ended.`);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5">
      <p className="min-w-0 flex-1 basis-60 break-words">
        <span className="font-medium">{name}</span>{' '}
        <span className="text-muted" title={agent}>
          {agentWords(agent)}
        </span>
      </p>
      <p className="text-muted">
        since <Time value={createdAt} />, last seen <Time value={lastSeenAt} />
      </p>
      {current ? (
        <span className="text-muted">this session</span>
      ) : (
        <ConfirmButton
          words="End"
          confirmWords="End session"
          label={`${name}, ${agentWords(agent)}`}
          busy={end.isPending}
          onConfirm={() => end.mutate(id)}
        />
      )}
    </li>
  );
}
