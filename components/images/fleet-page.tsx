'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { ShareButton } from '#components/reports/share-button.tsx';
import { FeedLink, FeedMenu } from '#components/sharing/feed-menu.tsx';
import { FleetBadge } from '#components/sharing/fleet-badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ProblemNotice, problemIn } from '#components/ui/problem-notice.tsx';
import { fleetQuery, imagesQuery } from '#lib/api/queries.ts';
import { BaseChart } from './base-chart.tsx';
import { ExportMenu } from './export-menu.tsx';
import { FilterBox } from './filter-box.tsx';
import { toggleTerm, withAnyOf, withoutKey } from './filter-text.ts';
import { FirstPage } from './first-page.tsx';
import { FleetHeadline } from './fleet-headline.tsx';
import { FleetSkeleton, RowsSkeleton } from './fleet-skeleton.tsx';
import { ImagesTable } from './images-table.tsx';
import { SampleNote } from './sample-note.tsx';
import { ScanButton } from './scan-button.tsx';
import { useFleetView } from './use-fleet-view.ts';
import { ViewSwitch } from './view-switch.tsx';

/** The fleet: what is so in a sentence, which bases are waited on, and every image, under one filter. */
export function FleetPage() {
  const { view, setView } = useFleetView();
  const { filter, sort } = view;
  const fleet = useQuery(fleetQuery(''));
  // The headline's numbers lead from status to status, so they are those of the filter without its status.
  const headline = useQuery(fleetQuery(withoutKey(filter, 'status')));
  const chart = useQuery(fleetQuery(filter));
  const list = useInfiniteQuery(imagesQuery(view));
  const images = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const { fetchNextPage } = list;
  const onNearEnd = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  if (fleet.data === undefined) {
    return fleet.isError ? <Failed error={fleet.error} onRetry={() => fleet.refetch()} /> : <FleetSkeleton />;
  }
  if (fleet.data.total === 0) return <FirstPage />;

  const problem = list.isError ? problemIn(list.error) : undefined;
  const badFilter = problem !== undefined && problem.status === 400 ? problem : undefined;
  const setFilter = (next: string) => void setView({ filter: next });
  const total = list.data?.pages.at(-1)?.total ?? 0;
  return (
    <div className="mx-auto max-w-[110rem] space-y-4 p-4">
      <FeedLink filter={filter} />
      <FleetHeadline
        summary={headline.data ?? fleet.data}
        filter={filter}
        onStatus={(status) => setFilter(toggleTerm(filter, 'status', status))}
        onAdvice={(bases) => setFilter(withAnyOf(withAnyOf(filter, 'status', ['stale']), 'base', bases))}
      />
      {fleet.data.sampleOpen ? <SampleNote /> : null}
      <BaseChart
        bases={(chart.data ?? fleet.data).bases}
        filter={filter}
        onBase={(name) => setFilter(toggleTerm(filter, 'base', name))}
      />
      <div className="flex flex-wrap items-center gap-2">
        <div className="flex min-w-0 basis-full md:flex-1 md:basis-auto">
          <FilterBox filter={filter} problem={badFilter} onFilter={setFilter} />
        </div>
        <ViewSwitch filter={filter} view="table" />
        <ScanButton filter={filter} />
        <ShareButton
          filter={filter}
          what={filter === '' ? 'the whole fleet' : 'the images under this filter'}
        />
        <ExportMenu view={view} />
        <FleetBadge filter={filter} />
        <FeedMenu filter={filter} />
      </div>
      {problem !== undefined && badFilter === undefined ? (
        <Failed error={list.error} onRetry={() => list.refetch()} />
      ) : list.data === undefined ? (
        <RowsSkeleton />
      ) : total === 0 ? (
        <div className="rounded-md border border-line bg-surface">
          <EmptyState
            icon={SearchX}
            title="No image under this filter"
            actions={<Button onClick={() => setFilter('')}>Show the whole fleet</Button>}
          >
            {fleet.data.total.toLocaleString('en')} images are tracked; none is like <code>{filter}</code>.
          </EmptyState>
        </div>
      ) : (
        <ImagesTable
          images={images}
          total={total}
          sort={sort}
          busy={list.isFetchingNextPage}
          onSort={(next) => void setView({ sort: next })}
          onNearEnd={onNearEnd}
        />
      )}
    </div>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className="p-4">
      <ProblemNotice error={error} actions={<Button onClick={onRetry}>Try again</Button>} />
    </div>
  );
}
