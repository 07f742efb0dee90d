'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '#components/ui/controls/button.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { accessAuditQuery } from '#lib/api/client/access.ts';
import { Answered, Panel, Rows } from './access-panel.tsx';
import { entrySentence } from './access-words.ts';

/** Who came in, who was kept out, what was given and taken. */
export function AccessAuditLog() {
  const record = useInfiniteQuery(accessAuditQuery());
  return (
    <Panel
      title="Record"
      about="Logins, refusals, sessions ended, tokens made and revoked. Lines are added and never changed; behind a proxy the address is the proxy’s."
    >
      <Answered asked={record} what="the record">
        {({ pages }) => (
          <>
            <Rows empty="Nothing has happened yet.">
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
            {record.hasNextPage ? (
              <Button disabled={record.isFetchingNextPage} onClick={() => void record.fetchNextPage()}>
                Show more
              </Button>
            ) : null}
          </>
        )}
      </Answered>
    </Panel>
  );
}
