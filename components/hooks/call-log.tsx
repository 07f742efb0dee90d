'use client';

import { useQuery } from '@tanstack/react-query';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { hookDeliveriesQuery } from '#lib/api/client/hooks.ts';
import type { HookDeliveryView } from '#lib/api/contract/hooks.ts';
import { EFFECT_WORDS, moreHints, OUTCOME_MEANING, outcomeWords } from './hook-words.ts';

const REFRESH_MS = 3000;

/** The last calls of a hook and what followed, newest first. */
export function CallLog({ hookId }: { hookId: string }) {
  const log = useQuery({ ...hookDeliveriesQuery(hookId), refetchInterval: REFRESH_MS });
  return (
    <section aria-labelledby="calls-title" className="space-y-2">
      <h2 id="calls-title" className="font-medium">
        Last calls
      </h2>
      {log.data === undefined ? (
        <PendingQuery query={log} what="the calls">
          <Skeleton className="h-24" />
        </PendingQuery>
      ) : log.data.length === 0 ? (
        <p className="text-sm text-muted">
          Nothing came yet. The last 20 calls are kept, without their contents.
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
          {log.data.map((call) => (
            <Call key={call.id} call={call} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Call({ call }: { call: HookDeliveryView }) {
  const isTrouble = ['unreadable', 'forged', 'unverifiable'].includes(call.outcome);
  const meaning = OUTCOME_MEANING[call.outcome];
  const more = moreHints(call);
  return (
    <li data-outcome={call.outcome} className="space-y-1 px-4 py-2.5">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className={`font-medium ${isTrouble ? 'text-status-broken' : ''}`}>{outcomeWords(call)}</span>
        {call.test ? <span className="text-muted">Test</span> : null}
        <span className="ml-auto text-muted tabular-nums">
          <Time value={call.at} />
        </span>
      </div>
      <ul className="space-y-0.5">
        {call.hints.map(({ reference, effect }) => (
          <li key={reference} className="flex min-w-0 flex-wrap items-baseline gap-x-4">
            <Reference value={reference} wrap />
            {effect === null || call.outcome !== 'accepted' ? null : (
              <span className="text-muted">{EFFECT_WORDS[effect]}</span>
            )}
          </li>
        ))}
        {more === null ? null : <li className="text-muted">{more}</li>}
      </ul>
      {meaning === null ? null : <p className="text-muted">{meaning}</p>}
    </li>
  );
}
