'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
import pMap from 'p-map';
import { useState } from 'react';
import { AllowedButton } from '#components/access/allowed.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { applyRebase } from '#lib/api/client/rebases.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { ManyItem, type StartedRebase } from './many-item.tsx';
import { MOST_IMAGES, manySentence, type PlannedImage, partsOf } from './many-plans.ts';
import { findImages, planMany } from './plan-many.ts';

const PARSERS = {
  ids: parseAsArrayOf(parseAsString).withDefault([]),
  filter: parseAsString,
  except: parseAsArrayOf(parseAsString).withDefault([]),
};

/** Starts at a time: a browser opens six connections to one host, and the event stream takes one. */
const AT_ONCE = 4;

/** Plans the rebase of many images, each on its own, and shows every plan before anything is pushed. */
export function ManyPage() {
  const [asked] = useQueryStates(PARSERS);
  const client = useQueryClient();
  const progressKey = ['plans', 'many', asked, 'progress'];
  const progress = useQuery<number>({ queryKey: progressKey, enabled: false, initialData: 0 });
  const plans = useQuery({
    queryKey: ['plans', 'many', asked],
    queryFn: async () => {
      const { images, total } = await findImages(asked);
      const planned = await planMany(images, (done) => client.setQueryData(progressKey, done));
      return { planned, total };
    },
    enabled: asked.ids.length > 0 || asked.filter !== null,
    // Plans stay as shown until the user requests others.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (asked.ids.length === 0 && asked.filter === null) return <NoImages />;
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      {plans.data === undefined || plans.isFetching ? (
        <>
          <h1 className="text-lg font-semibold">Rebase images</h1>
          <PendingQuery query={plans} what="the plans">
            <p className="text-sm text-muted">
              {progress.data === 0 ? 'Planning each image…' : `Planned ${counted(progress.data, 'image')}…`}
            </p>
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
            <Skeleton className="h-10" />
          </PendingQuery>
        </>
      ) : (
        <Planned key={plans.dataUpdatedAt} {...plans.data} onPlanAgain={() => void plans.refetch()} />
      )}
    </div>
  );
}

function NoImages() {
  return (
    <EmptyState
      icon={Layers}
      title="No images chosen"
      actions={<LinkButton href="/">Go to the fleet</LinkButton>}
    >
      Select images in the fleet and press Rebase.
    </EmptyState>
  );
}

/** The plans, and the button that runs them. */
function Planned({
  planned,
  total,
  onPlanAgain,
}: {
  planned: readonly PlannedImage[];
  /** How many images were meant. */
  total: number;
  onPlanAgain: () => void;
}) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const parts = partsOf(planned);
  const runs = [...parts].flatMap(([reference, part]) =>
    part.kind === 'runs' ? [{ reference, ...part }] : [],
  );
  const run = useMutation({
    mutationFn: async () =>
      new Map(
        await pMap(
          runs,
          async ({ reference, planId }): Promise<[string, StartedRebase]> => {
            const why = reason.trim() === '' ? {} : { reason: reason.trim() };
            try {
              return [reference, { id: (await applyRebase({ planId, ...why })).id }];
            } catch (error) {
              return [reference, { error: problemIn(error).detail }];
            }
          },
          { concurrency: AT_ONCE },
        ),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: ['rebases'] }),
  });
  const started = [...(run.data?.values() ?? [])].filter((each) => 'id' in each).length;
  return (
    <>
      <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-96 space-y-2">
          <h1 className="text-lg font-semibold">Rebase {counted(planned.length, 'image')}</h1>
          <p role="status" className="max-w-[90ch]">
            {run.data === undefined
              ? manySentence(parts)
              : `${counted(started, 'rebase')} started${started === runs.length ? '.' : `, ${runs.length - started} could not be; their rows say why.`}`}
          </p>
          {total > planned.length ? (
            <p className="max-w-[90ch] text-sm">
              {total > MOST_IMAGES
                ? `${counted(total, 'image')} were selected. ${MOST_IMAGES} are planned at a time: rebase these, then come back.`
                : `${counted(total - planned.length, 'image')} of the selection ${total - planned.length === 1 ? 'is' : 'are'} not tracked any more.`}
            </p>
          ) : null}
        </div>
        {run.data === undefined ? (
          <Button disabled={run.isPending} onClick={onPlanAgain}>
            Plan again
          </Button>
        ) : (
          <LinkButton href="/activity">Show all rebases</LinkButton>
        )}
      </header>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
        {planned.map((each) => (
          <ManyItem
            key={each.image.reference}
            planned={each}
            part={parts.get(each.image.reference)}
            started={run.data?.get(each.image.reference)}
          />
        ))}
      </ul>
      {runs.length === 0 || run.data !== undefined ? null : (
        <form
          className="flex flex-wrap items-end gap-3 border-t border-line pt-6"
          onSubmit={(event) => {
            event.preventDefault();
            run.mutate();
          }}
        >
          <label className="block min-w-0 flex-1 basis-72 space-y-1.5 text-sm">
            <span className="block">Reason (kept in the audit log)</span>
            <input
              value={reason}
              maxLength={500}
              onChange={({ target }) => setReason(target.value)}
              className="h-8 w-full rounded-md border border-line-strong bg-bg px-2 max-md:h-11"
            />
          </label>
          <AllowedButton
            permission="rebase"
            type="submit"
            variant="primary"
            disabled={run.isPending}
            className="max-md:h-11"
          >
            <Layers aria-hidden size={14} />
            {run.isPending ? 'Starting' : `Rebase ${counted(runs.length, 'image')}`}
          </AllowedButton>
        </form>
      )}
      <p className="max-w-[90ch] text-sm text-muted">
        Each image is rebased on its own base as it is now. A rebase can be undone on its page.
      </p>
    </>
  );
}
