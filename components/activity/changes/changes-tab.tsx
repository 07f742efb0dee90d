'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarCheck } from 'lucide-react';
import Link from 'next/link';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { FilterBox } from '#components/filter/filter-box.tsx';
import { useGoodFilter } from '#components/filter/use-good-filter.ts';
import { fleetHref } from '#components/history/hrefs.ts';
import { MomentInput } from '#components/history/time-bar/time-bar.tsx';
import { parseAsMoment } from '#components/history/url-moment.tsx';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { ShowMore } from '#components/ui/controls/show-more.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { ProblemNotice, problemIn } from '#components/ui/feedback/problem-notice.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';
import { useNow, useTimeZone } from '#components/ui/values/clock.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { changesQuery } from '#lib/api/client/history.ts';
import { BaseChanges, MovedTags, TrackedAndUntracked } from './change-lists.tsx';
import { groupChanges, totalWords } from './group-changes.ts';

const DAY_MS = 24 * 3600 * 1000;
const SPANS = [
  { days: 1, word: '24 h' },
  { days: 7, word: '7 days' },
  { days: 30, word: '30 days' },
] as const;

const PARSERS = { from: parseAsMoment, to: parseAsMoment, filter: parseAsString.withDefault('') };

/** The changes between two moments, by base, with links to the fleet at both moments. */
export function ChangesTab() {
  const [{ from, to, filter: asked }, set] = useQueryStates(PARSERS, { history: 'push' });
  const { good: filter, problem: badFilter } = useGoodFilter(asked);
  const now = useNow();
  const zone = useTimeZone();
  const list = useInfiniteQuery(changesQuery({ from: from ?? '', to: to ?? '', filter }));
  const pages = list.data?.pages;
  const first = pages?.[0];
  const grouped = useMemo(
    () =>
      pages?.[0] &&
      groupChanges(
        pages.flatMap(({ items }) => items),
        pages[0].totals,
      ),
    [pages],
  );
  const problem = list.isError ? problemIn(list.error) : undefined;
  return (
    <div className="space-y-4">
      <div className="flex flex-wrap items-center gap-2">
        <MomentInput
          label={`From, in ${zone}`}
          value={from ?? first?.from ?? ''}
          onValue={(next) => void set({ from: next || null })}
        />
        <span className="text-sm text-muted">to</span>
        <MomentInput
          label={`To, in ${zone}; leave empty for now`}
          value={to ?? ''}
          onValue={(next) => void set({ to: next || null })}
        />
        <fieldset className="flex gap-1">
          <legend className="sr-only">The last</legend>
          {SPANS.map(({ days, word }) => (
            <Button
              key={days}
              size="sm"
              onClick={() =>
                void set({ from: days === 1 ? null : new Date(now - days * DAY_MS).toISOString(), to: null })
              }
            >
              {word}
            </Button>
          ))}
        </fieldset>
        <div className="flex min-w-0 basis-full md:flex-1 md:basis-auto">
          <FilterBox
            filter={asked}
            problem={badFilter}
            onFilter={(next) => void set({ filter: next || null })}
          />
        </div>
      </div>
      {problem !== undefined ? (
        <ProblemNotice
          error={list.error}
          actions={<Button onClick={() => void set({ from: null, to: null })}>Show the last 24 hours</Button>}
        />
      ) : first === undefined || grouped === undefined ? (
        <PendingQuery query={list} what="the changes">
          <Skeleton className="h-5 w-80" />
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </PendingQuery>
      ) : (
        <>
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
            <p role="status" className="min-w-0 flex-1 basis-80">
              {totalWords(first.totals)}
            </p>
            <Link href={fleetHref({ at: first.from, filter })} className={buttonClass('quiet', 'sm')}>
              Fleet on <Time value={first.from} as="moment" />
            </Link>
            <Link
              href={fleetHref({ at: to === null ? undefined : first.to, filter })}
              className={buttonClass('quiet', 'sm')}
            >
              {to === null ? (
                'Fleet now'
              ) : (
                <>
                  Fleet on <Time value={first.to} as="moment" />
                </>
              )}
            </Link>
          </div>
          {first.items.length === 0 ? (
            <div className="rounded-md border border-line bg-surface">
              <EmptyState icon={CalendarCheck} title="Nothing changed">
                No status, tag or base changed between these moments
                {filter === '' ? '' : ' for this filter'}. Choose an earlier start.
              </EmptyState>
            </div>
          ) : (
            <div className="space-y-3">
              {grouped.groups.map((group) => (
                <BaseChanges key={group.base ?? ''} group={group} />
              ))}
              <MovedTags changes={grouped.digests} />
              <TrackedAndUntracked changes={grouped.trackedAndUntracked} />
            </div>
          )}
          <ShowMore list={list}>Show earlier changes</ShowMore>
        </>
      )}
    </div>
  );
}
