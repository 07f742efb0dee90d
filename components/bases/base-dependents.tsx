'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryStates } from 'nuqs';
import { Button } from '#components/ui/controls/button.tsx';
import { ShowMore } from '#components/ui/controls/show-more.tsx';
import { PendingQuery, RowSkeletons } from '#components/ui/feedback/pending-query.tsx';
import { Reference } from '#components/ui/values/reference.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { STATUS_LOOK, StatusBadge, StatusIcon } from '#components/ui/values/status-badge.tsx';
import { imagesQuery } from '#lib/api/client/images.ts';
import type { BaseView } from '#lib/api/contract/images/bases.ts';
import type { ImageView } from '#lib/api/contract/images/images.ts';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { DEPENDENT_KIND, type DependentKind, dependentsFilter, shownStatuses } from './dependents-filter.ts';

const WORDS: Readonly<Record<DependentKind, string>> = { direct: 'Directly', through: 'Through other bases' };

/** The images that are based on a base, directly or through others, under one status or all; page by page. */
export function BaseDependents({ base }: { base: BaseView }) {
  const [shown, setShown] = useQueryStates({
    dependents: parseAsStringLiteral(DEPENDENT_KIND).withDefault(
      base.direct.total > 0 ? 'direct' : 'through',
    ),
    status: parseAsStringLiteral(STATUS),
  });
  const counts = base[shown.dependents];
  if (base.direct.total + base.through.total === 0) return null;
  return (
    <section aria-labelledby="base-dependents-title" className="space-y-3">
      <h2 id="base-dependents-title" className="font-medium">
        Based on it
      </h2>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">How they are based on it</legend>
          {DEPENDENT_KIND.map((kind) => (
            <Button
              key={kind}
              size="sm"
              variant={kind === shown.dependents ? 'plain' : 'quiet'}
              aria-pressed={kind === shown.dependents}
              onClick={() => void setShown({ dependents: kind, status: null })}
            >
              {WORDS[kind]}
              <span className="tabular-nums">{base[kind].total.toLocaleString('en')}</span>
            </Button>
          ))}
        </fieldset>
        <fieldset className="flex flex-wrap gap-1">
          <legend className="sr-only">Status</legend>
          {shownStatuses(counts.byStatus, shown.status).map(({ status, count }) => (
            <Button
              key={status}
              size="sm"
              variant={status === shown.status ? 'plain' : 'quiet'}
              aria-pressed={status === shown.status}
              onClick={() => void setShown({ status: status === shown.status ? null : status })}
            >
              <span className={STATUS_LOOK[status].ink}>
                <StatusIcon status={status} size={13} />
              </span>
              <span className="tabular-nums">{count.toLocaleString('en')}</span>
              {STATUS_LOOK[status].word.toLowerCase()}
            </Button>
          ))}
        </fieldset>
      </div>
      <Dependents
        filter={dependentsFilter(base.reference, shown.dependents, shown.status)}
        base={base.reference}
      />
    </section>
  );
}

function Dependents({ filter, base }: { filter: string; base: string }) {
  const list = useInfiniteQuery(imagesQuery({ filter, sort: 'status' }));
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the images">
        <RowSkeletons />
      </PendingQuery>
    );
  }
  const images = list.data.pages.flatMap(({ items }) => items);
  if (images.length === 0) return <p className="text-sm text-muted">None</p>;
  return (
    <>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">
        {images.map((image) => (
          <Dependent key={image.id} image={image} base={base} />
        ))}
      </ul>
      <ShowMore list={list} />
    </>
  );
}

function Dependent({
  image: { id, reference, status, behindSince, baseName },
  base,
}: {
  image: ImageView;
  /** The base whose dependents are listed: only another direct base is worth a name. */
  base: string;
}) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
      <Link
        href={`/images/${id}`}
        className="flex min-w-0 flex-1 basis-72 underline-offset-4 hover:underline max-md:min-h-11 max-md:items-center"
      >
        <Reference value={reference} />
      </Link>
      {baseName === null || baseName === base ? null : (
        <span className="flex max-w-full min-w-0 items-baseline gap-1.5 text-muted max-lg:hidden">
          on <Reference value={baseName} />
        </span>
      )}
      {behindSince === null ? null : (
        <span className="text-muted">
          behind <Time value={behindSince} as="span" />
        </span>
      )}
      <StatusBadge status={status} />
    </li>
  );
}
