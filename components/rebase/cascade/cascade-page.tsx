'use client';

import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { cascadeQuery } from '#lib/api/client/cascades.ts';
import { CascadeBody } from './cascade-body.tsx';

/** In addition to the event stream, which may be lost. */
const POLL_MS = 5000;

/** A cascade: its progress, image by image, and the buttons that start, pause, resume, stop and undo it. */
export function CascadePage({ id }: { id: string }) {
  const cascade = useQuery({
    ...cascadeQuery(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });
  if (cascade.data !== undefined) return <CascadeBody cascade={cascade.data} />;
  if (cascade.isError && problemIn(cascade.error).status === 404) {
    const all = <LinkButton href="/activity?tab=cascades">Show all cascades</LinkButton>;
    return <EmptyState icon={SearchX} title="Cascade not found" actions={all} />;
  }
  return (
    <div className="mx-auto max-w-[80rem] p-4">
      <PendingQuery query={cascade} what="the cascade">
        <Skeleton className="h-6 w-96 max-w-full" />
        <Skeleton className="h-48" />
      </PendingQuery>
    </div>
  );
}
