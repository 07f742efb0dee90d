'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { AllowedButton, AllowedLink } from '#components/access/allowed.tsx';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { Sentence } from '#components/ui/values/sentence.tsx';
import { changeCascade } from '#lib/api/client/commands.ts';
import { cascadeQuery } from '#lib/api/client/queries.ts';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import type { CascadeAction } from '#lib/rebase/states.ts';
import { cascadeHref } from '../hrefs.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { StateBadge } from '../state-badge.tsx';
import { CascadeItems } from './cascade-items.tsx';
import { cascadeSentence, countWords } from './cascade-words.ts';

/** Beside the stream's events, should the stream be lost. */
const POLL_MS = 5000;

/** A cascade that was planned: how far it is, image by image, and the buttons that hold it or end it. */
export function CascadePage({ id }: { id: string }) {
  const cascade = useQuery({
    ...cascadeQuery(id),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? POLL_MS : false),
  });
  if (cascade.data !== undefined) return <CascadeBody cascade={cascade.data} />;
  if (cascade.isError && problemIn(cascade.error).status === 404) {
    return (
      <EmptyState
        icon={SearchX}
        title="There is no such cascade"
        actions={
          <Link href="/activity?tab=cascades" className={buttonClass()}>
            See all cascades
          </Link>
        }
      />
    );
  }
  return (
    <div className="mx-auto max-w-[80rem] space-y-4 p-4">
      {cascade.isError ? (
        <ProblemNotice
          error={cascade.error}
          actions={<Button onClick={() => void cascade.refetch()}>Try again</Button>}
        />
      ) : (
        <>
          <LoadingNote what="the cascade" />
          <Skeleton className="h-6 w-96 max-w-full" />
          <Skeleton className="h-48" />
        </>
      )}
    </div>
  );
}

/** A cascade's header, buttons and images, before it begins and after. */
export function CascadeBody({ cascade }: { cascade: CascadeView }) {
  const { reference, state, items, counts } = cascade;
  const over = items.length - (counts.planned ?? 0) - (counts.waiting ?? 0) - (counts.running ?? 0);
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <header className="space-y-3">
        <h1 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-lg font-semibold">
          <span className="min-w-0 break-words">
            Rebase what stands on <span className="mono break-all">{reference}</span>
          </span>
          <StateBadge state={state} />
        </h1>
        {state === 'planned' ? (
          <p className="max-w-[90ch]">
            <Sentence text={cascadeSentence(cascade)} />
          </p>
        ) : (
          <div className="space-y-2" role="status">
            <p className="text-sm">
              {countWords(counts)} · by {cascade.actor}, <Time value={cascade.createdAt} />
            </p>
            <progress
              value={over}
              max={Math.max(items.length, 1)}
              aria-label="Images that are through"
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

function Controls({ cascade: { id, reference, state, counts, pushRefusal } }: { cascade: CascadeView }) {
  const router = useRouter();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (action: CascadeAction) => changeCascade(id, action),
    onSuccess: (changed, action) => {
      client.setQueryData(cascadeQuery(id).queryKey, changed);
      if (action === 'start') router.push(`/cascades/${id}`);
    },
  });
  const button = (
    action: CascadeAction,
    words: string,
    variant: 'primary' | 'plain' | 'danger' = 'plain',
  ) => (
    <AllowedButton
      permission="rebase"
      variant={variant}
      disabled={change.isPending}
      onClick={() => change.mutate(action)}
    >
      {words}
    </AllowedButton>
  );
  const planned = counts.planned ?? 0;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        {state === 'planned' && planned > 0 && pushRefusal === null
          ? button('start', `Rebase ${planned} ${planned === 1 ? 'image' : 'images'}`, 'primary')
          : null}
        {state === 'running' ? button('pause', 'Pause') : null}
        {state === 'paused' ? button('resume', 'Go on', 'primary') : null}
        {state === 'running' || state === 'paused' ? button('stop', 'Stop', 'danger') : null}
        <Link href={`/graph?focus=${encodeURIComponent(reference)}&dependents=3`} className={buttonClass()}>
          Watch it in the graph
        </Link>
        {state === 'failed' || state === 'stopped' ? (
          <AllowedLink permission="rebase" href={cascadeHref(reference)}>
            Plan what is left
          </AllowedLink>
        ) : null}
      </div>
      {state === 'planned' && pushRefusal !== null ? (
        <p className="rounded-md border border-line bg-surface px-4 py-3 text-sm">
          This is a preview: it cannot be pushed from here. {pushRefusal}
        </p>
      ) : null}
      {change.isError ? <RefusalNotice error={change.error} /> : null}
    </div>
  );
}
