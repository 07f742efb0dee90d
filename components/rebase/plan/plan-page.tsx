'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { applyRebase, planAnnotate, planRebase } from '#lib/api/client/rebases.ts';
import type { RebasePlanView } from '#lib/api/contract/rebases.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { ReasonField, reasonOf } from '../reason-field.tsx';
import { PlanForm } from './plan-form.tsx';
import { planRequestOf } from './plan-request.ts';
import { PlanView } from './plan-view.tsx';
import { actionWords, needsConfirming, planSentence } from './plan-words.ts';
import { RefusalNotice } from './refusal-notice.tsx';
import { type PlanParameters, usePlanParameters } from './use-plan-parameters.ts';

/** A rebase before it runs: exactly what will happen, and the button that runs it. */
export function PlanPage() {
  const { parameters, setParameters } = usePlanParameters();
  const plan = useQuery({
    queryKey: ['plans', parameters],
    queryFn: () => requestPlan(parameters),
    enabled: parameters.reference !== '',
    // A plan stays as shown until the user requests another one.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (parameters.reference === '') return <NoImage />;
  return (
    <div className="mx-auto max-w-[80rem] space-y-8 p-4">
      <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-96 space-y-2">
          <h1 className="text-lg font-semibold break-words">
            {parameters.annotate ? 'Annotate' : 'Rebase'}{' '}
            <span className="mono break-all">{parameters.reference}</span>
          </h1>
          {plan.data === undefined ? null : (
            <p className="max-w-[90ch] break-words">
              <Sentence text={planSentence(plan.data)} />
            </p>
          )}
        </div>
        <Button disabled={plan.isFetching} onClick={() => void plan.refetch()}>
          Plan again
        </Button>
      </header>
      {plan.isFetching ? (
        <PlanSkeleton />
      ) : plan.isError ? (
        <RefusalNotice error={plan.error} />
      ) : plan.data === undefined ? null : (
        <Planned plan={plan.data} />
      )}
      {parameters.annotate ? null : (
        <details className="space-y-3" open={plan.isError}>
          <summary className="text-sm font-medium">Options: base, tag, settings</summary>
          <div className="pt-3">
            <PlanForm
              key={JSON.stringify(parameters)}
              parameters={parameters}
              onPlan={(next) => void setParameters(next)}
            />
          </div>
        </details>
      )}
    </div>
  );
}

function requestPlan(parameters: PlanParameters): Promise<RebasePlanView> {
  const request = planRequestOf(parameters);
  return request.kind === 'annotate' ? planAnnotate(request.body) : planRebase(request.body);
}

/** A plan and the button that runs it. */
function Planned({ plan }: { plan: RebasePlanView }) {
  const router = useRouter();
  const [reason, setReason] = useState('');
  const apply = useMutation({
    mutationFn: () => applyRebase({ planId: plan.planId, ...reasonOf(reason) }),
    onSuccess: ({ id }) => router.push(`/rebases/${id}`),
  });
  return (
    <>
      <PlanView plan={plan} />
      <section aria-label="Run the plan" className="space-y-3 border-t border-line pt-6">
        {apply.isError ? <RefusalNotice error={apply.error} /> : null}
        {plan.pushRefusal === null ? (
          <form
            className="flex flex-wrap items-end gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              apply.mutate();
            }}
          >
            <ReasonField value={reason} onChange={setReason} />
            {needsConfirming(plan) ? (
              <label className="flex basis-full items-baseline gap-2 text-sm">
                <input type="checkbox" required />
                <span className="min-w-0 break-words">
                  I confirm that{' '}
                  <span className="mono break-all">
                    {familiarName(plan.oldBase.name ?? plan.newBase.name ?? '')}
                  </span>{' '}
                  is the base of this image
                </span>
              </label>
            ) : null}
            <Button type="submit" variant="primary" disabled={apply.isPending || apply.isSuccess}>
              {actionWords(plan)}
            </Button>
          </form>
        ) : (
          <p className="rounded-md border border-line bg-surface px-4 py-3 text-sm">
            Preview only: this plan can’t be pushed. {plan.pushRefusal.detail}
          </p>
        )}
        <p className="text-sm text-muted">
          Planned <Time value={plan.plannedAt} />. Exactly this plan is executed. If a tag that it depends on
          moves, nothing is pushed.
        </p>
      </section>
    </>
  );
}

function PlanSkeleton() {
  return (
    <div className="space-y-6">
      <LoadingNote what="the plan" />
      <Skeleton className="h-4 w-[min(40rem,90%)]" />
      <div className="flex gap-4 max-md:flex-col">
        <Skeleton className="h-56 flex-1" />
        <Skeleton className="h-56 flex-1" />
      </div>
      <Skeleton className="h-24" />
    </div>
  );
}

function NoImage() {
  return (
    <EmptyState
      icon={Layers}
      title="No image chosen"
      actions={<LinkButton href="/">Go to the fleet</LinkButton>}
    >
      Open an image and press Rebase.
    </EmptyState>
  );
}
