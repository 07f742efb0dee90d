'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { countWords } from '#components/rebase/cascade/cascade-words.ts';
import { StateBadge } from '#components/rebase/state-badge.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { cascadesQuery } from '#lib/api/client/cascades.ts';
import type { CascadeHeadView } from '#lib/api/contract/cascades.ts';
import { PagedList } from './paged-list.tsx';

/** The started cascades, newest first. */
export function CascadesList() {
  const list = useInfiniteQuery(cascadesQuery());
  return (
    <PagedList
      list={list}
      empty="Open a base in the graph and press Rebase dependents."
      row={(cascade: CascadeHeadView) => (
        <li key={cascade.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
          <span className="w-32 shrink-0">
            <StateBadge state={cascade.state} />
          </span>
          <Link href={`/cascades/${cascade.id}`} className="min-w-0 flex-1 basis-64 hover:underline">
            <Reference value={cascade.reference} />
          </Link>
          <span className="text-muted">
            {cascade.kind === 'rollback' ? 'undo, ' : ''}
            {countWords(cascade.counts, cascade.kind)}, {cascade.actor}, <Time value={cascade.createdAt} />
            {cascade.reason === null ? '' : `: ${cascade.reason}`}
          </span>
        </li>
      )}
    />
  );
}
