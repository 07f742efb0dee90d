'use client';

import { useQuery } from '@tanstack/react-query';
import { Server } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { STATUS_LOOK, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { registriesQuery } from '#lib/api/client/registries.ts';
import type { RegistryView } from '#lib/api/contract/registries.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { connectionWords, credentialWords, rateLimitWords, STATE_LOOK, useWords } from './registry-words.ts';
import { RetryButton } from './retry-button.tsx';

/** Each registry that is configured or holds a tracked image or a base: its health and its credentials. */
export function RegistriesPage() {
  const registries = useQuery(registriesQuery());
  if (registries.data === undefined) {
    return (
      <PendingQuery query={registries} what="the registries">
        <Skeleton className="h-44" />
      </PendingQuery>
    );
  }
  const { items } = registries.data;
  if (items.length === 0) {
    return (
      <EmptyState icon={Server} title="No registries yet">
        Track an image, or list a registry under <code>registries:</code> in <code>baseboard.yaml</code>.
        Registries of base images appear here too.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">
        If only an annotation, a label or provenance names a host, requests to it are anonymous, use https,
        and go to public addresses only. To use your credentials for a host, list it under{' '}
        <code>registries:</code> in <code>baseboard.yaml</code>, or track an image on it.
      </p>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {items.map((registry) => (
          <RegistryRow key={registry.host} registry={registry} />
        ))}
      </ul>
    </div>
  );
}

function RegistryRow({ registry }: { registry: RegistryView }) {
  const { host, state, since, lastError, lastOkAt, rateLimit, pausedUntil, affected } = registry;
  const { word, like, means } = STATE_LOOK[state ?? 'none'];
  return (
    <li className="space-y-2 px-4 py-3 text-sm">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="mono min-w-0 flex-1 basis-48 font-medium break-all">{host}</h2>
        <span
          title={means}
          data-registry-state={state ?? 'none'}
          className={`inline-flex items-center gap-1.5 font-medium ${STATUS_LOOK[like].ink}`}
        >
          <StatusIcon status={like} />
          {word}
          {since === null || state === 'ok' ? null : (
            <span className="font-normal text-muted">
              since <Time value={since} as="clock" />
            </span>
          )}
        </span>
        <RetryButton host={host} />
      </div>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 [&_dt]:text-muted">
        <Fact term="Used for">
          {useWords(registry)}
          {affected === 0 ? null : (
            <span className="text-status-unknown">; {counted(affected, 'image')} cannot be checked</span>
          )}
        </Fact>
        {lastError === null ? null : (
          <Fact term="Last error">
            It {lastError.problem}{' '}
            <span className="text-muted">
              (<Time value={lastError.at} />)
            </span>
          </Fact>
        )}
        <Fact term="Last response">{lastOkAt === null ? 'none yet' : <Time value={lastOkAt} />}</Fact>
        {pausedUntil === null ? null : (
          <Fact term={state === 'rate-limited' ? 'Retry after' : 'Paused until'}>
            <Time value={pausedUntil} as="until" />
          </Fact>
        )}
        {rateLimit === null ? null : (
          <Fact term="Rate limit">
            {rateLimitWords(rateLimit)}{' '}
            <span className="text-muted">
              (<Time value={rateLimit.observedAt} />)
            </span>
          </Fact>
        )}
        <Fact term="Credentials">{credentialWords(registry)}</Fact>
        <Fact term="Connection">
          <span className="break-all">{connectionWords(registry)}</span>
        </Fact>
      </dl>
    </li>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
