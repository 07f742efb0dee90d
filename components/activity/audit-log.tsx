'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { MovedTag } from '#components/rebase/moved-tag.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { auditQuery } from '#lib/api/client/rebases.ts';
import type { AuditEntryView } from '#lib/api/contract/rebases.ts';
import { PagedList } from './paged-list.tsx';

const VERBS: Readonly<Record<AuditEntryView['action'], string>> = {
  rebase: 'rebased',
  annotate: 'annotated',
  'roll-back': 'rolled back',
};

/** Every tag that Baseboard moved, by whom and why, newest first. */
export function AuditLog({ text }: { text: string }) {
  const list = useInfiniteQuery(auditQuery(text));
  return (
    <PagedList
      list={list}
      empty={text === '' ? 'No tag has been moved yet.' : 'No entries match your filter.'}
      row={(entry: AuditEntryView) => (
        <li key={entry.id} className="flex flex-wrap items-baseline gap-x-2 gap-y-1 px-4 py-2 text-sm">
          <span className="text-muted">
            <Time value={entry.at} />
          </span>
          <span>
            {entry.actor} {VERBS[entry.action]}
          </span>
          <Link href={`/rebases/${entry.rebaseId}`} className="min-w-0 hover:underline">
            <Reference value={entry.target} wrap />
          </Link>
          <MovedTag from={entry.fromDigest} to={entry.toDigest} />
          {entry.reason === null ? null : <span className="break-words text-muted">{entry.reason}</span>}
        </li>
      )}
    />
  );
}
