'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { cascadeQuery, changeCascade } from '#lib/api/client/cascades.ts';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import { cascadeHref } from '../hrefs.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { StateBadge } from '../state-badge.tsx';
import { CascadeItems } from './cascade-items.tsx';
import { type CascadeAction, cascadeActions, finishedCount } from './cascade-state.ts';
import { cascadeSentence, countWords } from './cascade-words.ts';

/** In addition to the event stream, which may be lost. */
const POLL_MS = 5000;

/** A cascade: its progress, image by image, and the buttons that start, pause, resume and stop it. */
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

/** A cascade's header, buttons and images, before it starts and after. */
export function CascadeBody({ cascade }: { cascade: CascadeView }) {
  const { reference, state, items, counts } = cascade;
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <header className="space-y-3">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
          <span className="min-w-0 break-words">
            Rebase dependents of <span className="mono break-all">{reference}</span>
          </span>
          <StateBadge state={state} />
        </h1>
        {state === 'planned' ? (
          <p className="max-w-[90ch]">
            <Sentence text={cascadeSentence(cascade)} /> You can pause, resume or stop it. Running rebases
            finish.
          </p>
        ) : (
          <div className="space-y-2" role="status">
            <p className="text-sm">
              {countWords(counts)} · by {cascade.actor}, <Time value={cascade.createdAt} />
            </p>
            <progress
              value={finishedCount(cascade)}
              max={Math.max(items.length, 1)}
              aria-label="Finished images"
              className="h-1.5 w-full max-w-xl appearance-none overflow-hidden rounded-full bg-raised [&::-moz-progress-bar]:bg-muted [&::-webkit-progress-bar]:bg-raised [&::-webkit-progress-value]:bg-muted"
            />
          </div>
        )}
        <Controls cascade={cascade} />
      </header>
      <CascadeItems items={items} />
    </div>
  );
}

function Controls({ cascade }: { cascade: CascadeView }) {
  const { id, reference, state, pushRefusal } = cascade;
  const router = useRouter();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (action: CascadeAction) => changeCascade(id, action),
    onSuccess: (changed, action) => {
      client.setQueryData(cascadeQuery(id).queryKey, changed);
      if (action === 'start') router.push(`/cascades/${id}`);
    },
  });
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        {cascadeActions(cascade).map(({ action, words, variant }) => (
          <AllowedButton
            key={action}
            permission="rebase"
            variant={variant}
            disabled={change.isPending}
            onClick={() => change.mutate(action)}
          >
            {words}
          </AllowedButton>
        ))}
        <LinkButton href={`/graph?focus=${encodeURIComponent(reference)}&dependents=3`}>
          Show in the graph
        </LinkButton>
        {state === 'failed' || state === 'stopped' ? (
          <AllowedLink permission="rebase" href={cascadeHref(reference)}>
            Plan the rest
          </AllowedLink>
        ) : null}
      </div>
      {state === 'planned' && pushRefusal !== null ? (
        <p className="rounded-md border border-line bg-surface px-4 py-3 text-sm">
          Preview only: this plan can’t be pushed. {pushRefusal}
        </p>
      ) : null}
      {change.isError ? <RefusalNotice error={change.error} /> : null}
    </div>
  );
}
