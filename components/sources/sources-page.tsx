'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Radar } from 'lucide-react';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { AllowedLink } from '#components/access/allowed.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { sourcesQuery } from '#lib/api/client/sources.ts';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { sourceHref } from './hrefs.ts';
import { SourceCard } from './source-card.tsx';
import { SourceForm } from './source-form/source-form.tsx';

/** Settings › Sources: where images come from, or the form of one source, depending on the URL. */
export function SourcesPage() {
  const asked = useSearchParams().get('source');
  const list = useQuery(sourcesQuery());
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the sources">
        <Skeleton className="h-44" />
      </PendingQuery>
    );
  }
  if (asked === null) return <SourceList sources={list.data} />;
  const source = list.data.find(({ id }) => id === asked);
  return (
    <div className="space-y-5">
      <Link
        href={sourceHref()}
        className="inline-flex items-center gap-1.5 text-sm text-muted underline-offset-4 hover:underline max-md:min-h-11"
      >
        <ArrowLeft aria-hidden size={14} />
        All sources
      </Link>
      {source === undefined && asked !== 'new' ? (
        <p className="text-sm">Source not found. It may have been removed.</p>
      ) : (
        <OneSource key={asked} source={source} />
      )}
    </div>
  );
}

function OneSource({ source }: { source: SourceView | undefined }) {
  const router = useRouter();
  const back = () => router.push(sourceHref());
  // Its form has the recipes with its id.
  const onSaved = ({ id, kind }: SourceView) =>
    source === undefined && kind === 'push' ? router.replace(sourceHref(id)) : back();
  return (
    <>
      <h2 className="text-base font-semibold break-words">
        {source === undefined ? 'New source' : `Edit ${source.name}`}
      </h2>
      <SourceForm {...(source === undefined ? {} : { source })} onSaved={onSaved} onCancel={back} />
    </>
  );
}

function SourceList({ sources }: { sources: readonly SourceView[] }) {
  const add = (
    <AllowedLink permission="administer" variant="primary" href={sourceHref('new')} className="max-md:h-11">
      Add source
    </AllowedLink>
  );
  if (sources.length === 0) {
    return (
      <EmptyState icon={Radar} title="No sources yet" actions={add}>
        A source finds images by itself: Baseboard lists a registry, a cluster or a repository, reads files
        that you upload, or takes what an agent or a pipeline posts.
      </EmptyState>
    );
  }
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 basis-72 text-sm text-muted">
          Images that sources mention are tracked. What is gone is untracked after a grace period, and never
          because of a listing that was not complete.{' '}
          <Link href="/help/sources" className="underline underline-offset-2 hover:text-text">
            How sources are listed
          </Link>
        </p>
        {add}
      </div>
      <ul className="grid gap-3">
        {sources.map((source) => (
          <SourceCard key={source.id} source={source} />
        ))}
      </ul>
    </div>
  );
}
