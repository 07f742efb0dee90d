'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { MovedTag } from '#components/rebase/moved-tag.tsx';
import { StateBadge } from '#components/rebase/state-badge.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { rebasesQuery } from '#lib/api/client/rebases.ts';
import type { RebaseHeadView } from '#lib/api/contract/rebases.ts';
import { PagedList } from './paged-list.tsx';

/** The rebases that match a state and a part of the image's name, newest first. */
export function RebasesList({ state, text }: { state: RebaseHeadView['state'] | undefined; text: string }) {
  const list = useInfiniteQuery(rebasesQuery({ state, text }));
  return (
    <PagedList
      list={list}
      empty={
        state === undefined && text === ''
          ? 'Open a stale image and press Rebase. You see the plan before anything is pushed.'
          : 'No rebases match your filter.'
      }
      row={(rebase: RebaseHeadView) => (
        <li key={rebase.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-sm">
          <span className="w-32 shrink-0">
            <StateBadge state={rebase.state} />
          </span>
          <Link href={`/rebases/${rebase.id}`} className="min-w-0 flex-1 basis-64 hover:underline">
            <Reference value={rebase.target} />
          </Link>
          <MovedTag from={rebase.targetDigest} to={rebase.toDigest} />
          <span className="text-muted">
            {rebase.kind === 'annotate' ? 'annotation, ' : ''}
            {rebase.actor}, <Time value={rebase.createdAt} />
          </span>
        </li>
      )}
    />
  );
}
