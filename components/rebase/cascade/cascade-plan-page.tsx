'use client';

import { useQuery } from '@tanstack/react-query';
import { Network } from 'lucide-react';
import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs';
import { useState } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { planCascade } from '#lib/api/client/cascades.ts';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { RefusalNotice } from '../plan/refusal-notice.tsx';
import { CascadeBody, CascadeTitle } from './cascade-body.tsx';
import { isEdited } from './cascade-state.ts';

const PARSERS = {
  reference: parseAsString.withDefault(''),
  to: parseAsString.withDefault(''),
  /** Images that are left out. */
  without: parseAsArrayOf(parseAsString).withDefault([]),
};

/** Plans to rebase everything based on an image, or one image's chain, wave by wave, before anything is pushed. */
export function CascadePlanPage() {
  const [{ reference, to, without }, setParameters] = useQueryStates(PARSERS, { history: 'push' });
  const cascade = useQuery({
    queryKey: ['plans', 'cascade', reference, to, without],
    queryFn: () =>
      planCascade({
        reference,
        ...(to === '' ? {} : { to }),
        ...(without.length === 0 ? {} : { exclude: without }),
      }),
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
  if (cascade.data !== undefined && !cascade.isFetching) {
    return (
      <PlannedCascade
        key={cascade.data.id}
        cascade={cascade.data}
        excluded={without}
        onExclude={(names) => void setParameters({ without: names.length === 0 ? null : [...names] })}
      />
    );
  }
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <h1 className="text-lg font-semibold">
        <CascadeTitle cascade={{ kind: 'rebase', reference, to: to === '' ? null : to }} />
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

/** A plan whose images can be left out; the address holds which. */
function PlannedCascade({
  cascade,
  excluded,
  onExclude,
}: {
  cascade: CascadeView;
  excluded: readonly string[];
  onExclude: (names: readonly string[]) => void;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(excluded));
  const onToggle = (name: string) => {
    const next = new Set(chosen);
    if (!next.delete(name)) next.add(name);
    setChosen(next);
  };
  return (
    <>
      <CascadeBody cascade={cascade} leavingOut={{ excluded, chosen, onToggle }} />
      {isEdited({ chosen, excluded }) ? (
        <div
          role="status"
          className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-surface p-4 text-sm max-md:bottom-14"
        >
          <span>
            {counted(chosen.size, 'image')} to leave out, with everything based on{' '}
            {chosen.size === 1 ? 'it' : 'them'}.
          </span>
          <Button variant="primary" onClick={() => onExclude([...chosen].sort())}>
            Update plan
          </Button>
          <Button variant="quiet" onClick={() => setChosen(new Set(excluded))}>
            Cancel
          </Button>
        </div>
      ) : null}
    </>
  );
}
