'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ShowMore } from '#components/ui/controls/show-more.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { accessAuditQuery } from '#lib/api/client/access.ts';
import { Loaded, Panel, Rows } from './access-panel.tsx';
import { entrySentence } from './access-words.ts';

/** Logins, refusals, and what admins granted and revoked. */
export function AccessAuditLog() {
  const log = useInfiniteQuery(accessAuditQuery());
  return (
    <Panel
      title="Audit log"
      about="Logins, refusals, ended sessions, created and revoked tokens. Entries are added and never changed. Behind a proxy, the address is the proxy’s."
    >
      <Loaded query={log} what="the audit log">
        {({ pages }) => (
          <>
            <Rows empty="No entries yet">
              {pages
                .flatMap(({ items }) => items)
                .map((entry) => (
                  <li key={entry.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2">
                    <span className="w-24 shrink-0 text-muted">
                      <Time value={entry.at} />
                    </span>
                    <span className="min-w-0 flex-1 basis-72 break-words">{entrySentence(entry)}</span>
                    <span className="mono text-muted">{entry.address ?? ''}</span>
                  </li>
                ))}
            </Rows>
            <ShowMore list={log} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
