'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SearchX, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { rollBackRebase } from '#lib/api/client/commands.ts';
import { rebaseQuery } from '#lib/api/client/queries.ts';
import type { RebaseView } from '#lib/api/contract/rebases.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { isOver } from '#lib/rebase/states.ts';
import { planHref } from '../hrefs.ts';
import { Moved } from '../moved-tag.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { StateBadge } from '../state-badge.tsx';
import { Steps } from './run-steps.tsx';

/** Beside the stream's events, should the stream be lost. */
const POLL_MS = 5000;

/** One rebase: its steps while it runs, what came of it, and how to take it back. */
export function RunPage({ id }: { id: string }) {
  const rebase = useQuery({
    ...rebaseQuery(id),
    refetchInterval: ({ state: { data } }) => (data === undefined || isOver(data.state) ? false : POLL_MS),
  });
  if (rebase.data === undefined) {
    if (!rebase.isError) return <RunSkeleton />;
    return problemIn(rebase.error).status === 404 ? (
      <NoSuchRebase />
    ) : (
      <div className="p-4">
        <ProblemNotice
          error={rebase.error}
          actions={<Button onClick={() => void rebase.refetch()}>Try again</Button>}
        />
      </div>
    );
  }
  const { steps, plan } = rebase.data;
  return (
    <div className="mx-auto max-w-[80rem] space-y-8 p-4">
      <RunHeader rebase={rebase.data} />
      <section aria-labelledby="steps-title" className="space-y-3">
        <h2 id="steps-title" className="font-medium">
          Steps
        </h2>
        <Steps steps={steps} />
      </section>
      <details>
        <summary className="text-sm font-medium">The plan that was executed</summary>
        <div className="pt-6">
          <PlanView plan={plan} />
        </div>
      </details>
    </div>
  );
}

function RunHeader({ rebase }: { rebase: RebaseView }) {
  const { kind, state, target, reference, targetDigest, toDigest, error, actor, reason, cascadeId } = rebase;
  return (
    <header className="space-y-3">
      <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
        <span className="min-w-0 break-words">
          {kind === 'annotate' ? 'Annotate' : 'Rebase'}{' '}
          <span className="mono break-all">{familiarName(target)}</span>
        </span>
        <StateBadge state={state} />
      </h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm" role="status">
        <Moved from={targetDigest} to={toDigest} />
        <span className="text-muted">
          by {actor}, <Time value={rebase.createdAt} />
          {reason === null ? '' : `: ${reason}`}
        </span>
      </p>
      {error === undefined ? null : (
        <p
          role="alert"
          className="rounded-md border border-status-broken/60 bg-surface px-4 py-3 text-sm break-words"
        >
          {error}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Link href={`/graph?focus=${encodeURIComponent(target)}`} className={buttonClass()}>
          See its chain
        </Link>
        {cascadeId === null ? null : (
          <Link href={`/cascades/${cascadeId}`} className={buttonClass()}>
            The cascade it is part of
          </Link>
        )}
        {state === 'failed' || state === 'conflict' || state === 'rolled-back' ? (
          <AllowedLink permission="rebase" href={planHref({ reference })}>
            Plan again
          </AllowedLink>
        ) : null}
        {rebase.canRollBack ? <TakeBack rebase={rebase} /> : null}
      </div>
      {rebase.protectedBy === null ? null : (
        <p className="text-sm text-muted">
          <span className="mono break-all">{rebase.protectedBy.tag}</span> keeps the old digest from garbage
          collection until <Time value={rebase.protectedBy.until} />.
        </p>
      )}
    </header>
  );
}

function TakeBack({ rebase: { id, targetDigest } }: { rebase: RebaseView }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const back = useMutation({
    mutationFn: () => rollBackRebase(id),
    onSuccess: (taken) => {
      client.setQueryData(rebaseQuery(id).queryKey, taken);
      setSure(false);
    },
  });
  if (!sure) {
    return (
      <AllowedButton permission="rebase" onClick={() => setSure(true)}>
        <Undo2 aria-hidden size={14} />
        Take it back
      </AllowedButton>
    );
  }
  return (
    <>
      <Button variant="danger" disabled={back.isPending} onClick={() => back.mutate()}>
        {targetDigest === null ? 'Delete the new tag' : `Put the tag back to ${targetDigest.slice(7, 19)}`}
      </Button>
      <Button variant="quiet" onClick={() => setSure(false)}>
        Leave it
      </Button>
      {back.isError ? (
        <div className="basis-full">
          <RefusalNotice error={back.error} />
        </div>
      ) : null}
    </>
  );
}

function RunSkeleton() {
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <LoadingNote what="the rebase" />
      <Skeleton className="h-6 w-96 max-w-full" />
      <Skeleton className="h-48" />
    </div>
  );
}

function NoSuchRebase() {
  return (
    <EmptyState
      icon={SearchX}
      title="There is no such rebase"
      actions={
        <Link href="/activity" className={buttonClass()}>
          See all activity
        </Link>
      }
    >
      The address may be incomplete.
    </EmptyState>
  );
}
