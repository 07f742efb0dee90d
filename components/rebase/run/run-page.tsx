'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SearchX, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { useSpoken } from '#components/live/spoken.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { rebaseQuery, rollBackRebase } from '#lib/api/client/rebases.ts';
import type { RebaseView } from '#lib/api/contract/rebases.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { isOver } from '#lib/rebase/states.ts';
import { planHref } from '../hrefs.ts';
import { MovedTag } from '../moved-tag.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { StateBadge, stateWord } from '../state-badge.tsx';
import { canPlanAgain, undoWords } from './run-state.ts';
import { RunSteps } from './run-steps.tsx';

/** In addition to the event stream, which may be lost. */
const POLL_MS = 5000;

/** One rebase: its steps while it runs, its outcome, and how to undo it. */
export function RunPage({ id }: { id: string }) {
  const rebase = useQuery({
    ...rebaseQuery(id),
    refetchInterval: ({ state: { data } }) => (data === undefined || isOver(data.state) ? false : POLL_MS),
  });
  if (rebase.data === undefined) {
    if (rebase.isError && problemIn(rebase.error).status === 404) return <NoSuchRebase />;
    return (
      <div className="mx-auto max-w-[80rem] p-4">
        <PendingQuery query={rebase} what="the rebase">
          <Skeleton className="h-6 w-96 max-w-full" />
          <Skeleton className="h-48" />
        </PendingQuery>
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
        <RunSteps steps={steps} />
      </section>
      <details>
        <summary className="text-sm font-medium">Executed plan</summary>
        <div className="pt-6">
          <PlanView plan={plan} />
        </div>
      </details>
    </div>
  );
}

function RunHeader({ rebase }: { rebase: RebaseView }) {
  const { kind, state, target, reference, targetDigest, toDigest, error, actor, reason, cascadeId } = rebase;
  useSpoken(`Rebase of ${familiarName(target)}: ${stateWord(state).toLowerCase()}`);
  return (
    <header className="space-y-3">
      <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
        <span className="min-w-0 break-words">
          {kind === 'annotate' ? 'Annotate' : 'Rebase'}{' '}
          <span className="mono break-all">{familiarName(target)}</span>
        </span>
        <StateBadge state={state} />
      </h1>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <MovedTag from={targetDigest} to={toDigest} />
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
        <LinkButton href={`/graph?focus=${encodeURIComponent(target)}`}>Show its base chain</LinkButton>
        {cascadeId === null ? null : (
          <LinkButton href={`/cascades/${cascadeId}`}>Show its cascade</LinkButton>
        )}
        {canPlanAgain(state) ? (
          <AllowedLink permission="rebase" href={planHref({ reference })}>
            Plan again
          </AllowedLink>
        ) : null}
        {rebase.canRollBack ? <UndoRebase rebase={rebase} /> : null}
      </div>
      {rebase.protectedBy === null ? null : (
        <p className="text-sm text-muted">
          <span className="mono break-all">{rebase.protectedBy.tag}</span> keeps the old digest from garbage
          collection until <Time value={rebase.protectedBy.until} as="until" />.
        </p>
      )}
    </header>
  );
}

function UndoRebase({ rebase: { id, targetDigest } }: { rebase: RebaseView }) {
  const client = useQueryClient();
  const [sure, setSure] = useState(false);
  const rollBack = useMutation({
    mutationFn: () => rollBackRebase(id),
    onSuccess: (rolledBack) => {
      client.setQueryData(rebaseQuery(id).queryKey, rolledBack);
      setSure(false);
    },
  });
  if (!sure) {
    return (
      <AllowedButton permission="rebase" onClick={() => setSure(true)}>
        <Undo2 aria-hidden size={14} />
        Undo rebase
      </AllowedButton>
    );
  }
  return (
    <>
      <Button variant="danger" disabled={rollBack.isPending} onClick={() => rollBack.mutate()}>
        {undoWords(targetDigest)}
      </Button>
      <Button variant="quiet" onClick={() => setSure(false)}>
        Cancel
      </Button>
      {rollBack.isError ? (
        <div className="basis-full">
          <RefusalNotice error={rollBack.error} />
        </div>
      ) : null}
    </>
  );
}

function NoSuchRebase() {
  return (
    <EmptyState
      icon={SearchX}
      title="Rebase not found"
      actions={<LinkButton href="/activity">Show all activity</LinkButton>}
    >
      The link may be outdated or incomplete.
    </EmptyState>
  );
}
