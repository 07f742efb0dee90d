'use client';

import { useQuery } from '@tanstack/react-query';
import { Network, SearchX, Waves } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { AllowedLink } from '#components/access/allowed.tsx';
import { BaseStatusOverTime } from '#components/history/trend/status-over-time.tsx';
import { cascadeHref } from '#components/rebase/hrefs.ts';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { FailedQuery, RowSkeletons } from '#components/ui/feedback/pending-query.tsx';
import { problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { LoadingNote } from '#components/ui/feedback/skeleton.tsx';
import { Digest } from '#components/ui/values/digest.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { StatusBadge } from '#components/ui/values/status-badge.tsx';
import { baseQuery } from '#lib/api/client/bases.ts';
import type { BaseView } from '#lib/api/contract/images/bases.ts';
import { BaseDependents } from './base-dependents.tsx';
import { BaseHistory } from './base-history.tsx';
import { dependentsSentence } from './base-words.ts';
import { NewerTags } from './newer-tags.tsx';

/** A base: the digests of its tag, its newer tags, and the images that are based on it. */
export function BasePage() {
  const [reference] = useQueryState('reference', parseAsString.withDefault(''));
  const base = useQuery({ ...baseQuery(reference), enabled: reference !== '' });
  if (reference === '')
    return <NoBase title="No base chosen">Choose a base in the graph or the fleet.</NoBase>;
  if (base.data === undefined) {
    if (base.isError && problemIn(base.error).status === 404) {
      return (
        <NoBase title="Base not known here">
          No tracked image is based on <span className="mono break-all">{reference}</span>, and its tag was
          never checked.
        </NoBase>
      );
    }
    return (
      <div className="mx-auto max-w-[80rem] space-y-6 p-4">
        <h1 className="text-lg font-semibold break-words">
          <span className="mono break-all">{reference}</span>
        </h1>
        {base.isError ? (
          <FailedQuery query={base} />
        ) : (
          <>
            <LoadingNote what="the base" />
            <RowSkeletons />
          </>
        )}
      </div>
    );
  }
  return <Base base={base.data} />;
}

function Base({ base }: { base: BaseView }) {
  const { reference, digest, direct, through } = base;
  const hasDependents = direct.total + through.total > 0;
  return (
    <div className="mx-auto max-w-[80rem] space-y-8 p-4">
      <header className="flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-96 space-y-2">
          <p className="text-sm text-muted">Base image</p>
          <h1 className="text-lg break-words">
            <Reference value={reference} wrap />
          </h1>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            {base.status === null ? null : <StatusBadge status={base.status} />}
            {digest === null ? (
              <span className="text-muted">
                {base.history.length === 0 ? 'Tag never checked' : 'Tag gone'}
              </span>
            ) : (
              <Digest value={digest} />
            )}
            {base.imageId === null ? null : (
              <Link
                href={`/images/${base.imageId}`}
                className="underline underline-offset-4 hover:text-muted"
              >
                Open image page
              </Link>
            )}
          </p>
          <p>{dependentsSentence(base)}</p>
        </div>
        <div className="flex flex-wrap gap-2">
          {hasDependents ? (
            <AllowedLink permission="rebase" href={cascadeHref(reference)}>
              <Waves aria-hidden size={14} />
              Rebase dependents
            </AllowedLink>
          ) : null}
          <LinkButton href={`/graph?focus=${encodeURIComponent(reference)}`}>
            <Network aria-hidden size={14} />
            Show in the graph
          </LinkButton>
        </div>
      </header>
      <div className="grid items-start gap-x-6 gap-y-8 lg:grid-cols-[minmax(0,1.4fr)_minmax(0,1fr)]">
        <BaseHistory base={base} />
        <div className="space-y-8">
          <NewerTags reference={reference} />
          {direct.total === 0 ? null : (
            <div className="rounded-md border border-line bg-surface">
              <BaseStatusOverTime base={reference} />
            </div>
          )}
        </div>
      </div>
      <BaseDependents base={base} />
    </div>
  );
}

function NoBase({ title, children }: { title: string; children: ReactNode }) {
  return (
    <EmptyState icon={SearchX} title={title} actions={<LinkButton href="/">Go to the fleet</LinkButton>}>
      {children}
    </EmptyState>
  );
}
