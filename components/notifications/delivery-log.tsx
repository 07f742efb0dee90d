'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ShowMore } from '#components/ui/controls/show-more.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { deliveriesQuery } from '#lib/api/client/channels.ts';
import type { DeliveryView } from '#lib/api/contract/channels.ts';
import { deliverySubject, deliveryWord, outcomeText } from './channel-words.ts';

/** Deliveries happen while the page is open. */
const REFRESH_MS = 5000;

/** A channel's deliveries and their outcomes, newest first. */
export function DeliveryLog({ channelId }: { channelId: string }) {
  const log = useInfiniteQuery({ ...deliveriesQuery(channelId), refetchInterval: REFRESH_MS });
  const items = log.data?.pages.flatMap((page) => page.items);
  return (
    <section aria-labelledby="log-title" className="space-y-2">
      <h2 id="log-title" className="font-medium">
        Log
      </h2>
      {items === undefined ? (
        <PendingQuery query={log} what="the log">
          <Skeleton className="h-24" />
        </PendingQuery>
      ) : items.length === 0 ? (
        <p className="text-sm text-muted">
          Nothing sent yet. Outcomes are kept for 30 days; messages and responses are not kept.
        </p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
          {items.map((delivery) => (
            <Delivery key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      )}
      <ShowMore list={log}>Show older deliveries</ShowMore>
    </section>
  );
}

function Delivery({ delivery }: { delivery: DeliveryView }) {
  const { state, outcome, statusCode, attempts, reference, createdAt, nextAttemptAt } = delivery;
  const failed = outcome !== null && outcome !== 'delivered';
  return (
    <li data-delivery={state} className="space-y-1 px-4 py-2.5">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className={state === 'failed' ? 'font-medium text-status-broken' : 'font-medium'}>
          {deliveryWord(delivery)}
        </span>
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="shrink-0">{deliverySubject(delivery)}</span>
          {reference === null ? null : <Reference value={reference} />}
        </span>
        <span className="flex gap-3 text-muted tabular-nums md:ml-auto">
          {statusCode === null || failed ? null : <span className="mono">{statusCode}</span>}
          {attempts > 1 ? <span>{attempts} attempts</span> : null}
          <Time value={createdAt} />
        </span>
      </div>
      {failed ? <p className="text-muted">{outcomeText(outcome, statusCode)}</p> : null}
      {state === 'waiting' && attempts > 0 && nextAttemptAt !== null ? (
        <p className="text-muted">
          Next attempt at <Time value={nextAttemptAt} as="until" />
        </p>
      ) : null}
    </li>
  );
}
