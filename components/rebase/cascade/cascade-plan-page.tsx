'use client';

import { useQuery } from '@tanstack/react-query';
import { Network } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { planCascade } from '#lib/api/client/cascades.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { CascadeBody } from './cascade-page.tsx';

/** Plans to rebase everything based on an image, wave by wave, before anything is pushed. */
export function CascadePlanPage() {
  const [reference] = useQueryState('reference', parseAsString.withDefault(''));
  const cascade = useQuery({
    queryKey: ['plans', 'cascade', reference],
    queryFn: () => planCascade({ reference }),
    enabled: reference !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (reference === '') {
    return (
      <EmptyState
        icon={Network}
        title="No base chosen"
        actions={<LinkButton href="/graph">Go to the graph</LinkButton>}
      >
        Choose a base in the graph and press Rebase dependents.
      </EmptyState>
    );
  }
  if (cascade.data !== undefined && !cascade.isFetching) return <CascadeBody cascade={cascade.data} />;
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <h1 className="text-lg font-semibold break-words">
        Rebase dependents of <span className="mono break-all">{reference}</span>
      </h1>
      {cascade.isError && !cascade.isFetching ? (
        <RefusalNotice
          error={cascade.error}
          actions={<Button onClick={() => void cascade.refetch()}>Try again</Button>}
        />
      ) : (
        <div className="space-y-3">
          <LoadingNote what="the plans" />
          <p className="text-sm text-muted">Planning each image, wave by wave…</p>
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </div>
  );
}
