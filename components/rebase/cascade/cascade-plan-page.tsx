'use client';

import { useQuery } from '@tanstack/react-query';
import { Network } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { planCascade } from '#lib/api/client/cascades.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { CascadeBody } from './cascade-page.tsx';

/** Everything that stands on an image, planned wave by wave before anything is pushed. */
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
        title="No base is named"
        actions={
          <Link href="/graph" className={buttonClass()}>
            Go to the graph
          </Link>
        }
      >
        Choose a base there, and rebase what stands on it.
      </EmptyState>
    );
  }
  if (cascade.data !== undefined && !cascade.isFetching) return <CascadeBody cascade={cascade.data} />;
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <h1 className="text-lg font-semibold break-words">
        Rebase what stands on <span className="mono break-all">{reference}</span>
      </h1>
      {cascade.isError && !cascade.isFetching ? (
        <RefusalNotice
          error={cascade.error}
          actions={<Button onClick={() => void cascade.refetch()}>Try again</Button>}
        />
      ) : (
        <div className="space-y-3">
          <LoadingNote what="the plans" />
          <p className="text-sm text-muted">Planning each image, wave by wave …</p>
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </div>
  );
}
