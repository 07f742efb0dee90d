'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useCallback, useMemo } from 'react';
import { FilterBox } from '#components/filter/filter-box.tsx';
import { toggleBeside, toggleTerm, withAnyOf, withoutKey } from '#components/filter/filter-text.ts';
import { useGoodFilter } from '#components/filter/use-good-filter.ts';
import { ViewSwitch } from '#components/filter/view-switch.tsx';
import { FleetTimeBar, FleetTimeButton } from '#components/history/time-bar/fleet-time-bar.tsx';
import { StatusOverTime } from '#components/history/trend/status-over-time.tsx';
import { ShownAt } from '#components/history/url-moment.tsx';
import { OutageLines } from '#components/registries/outage-lines.tsx';
import { ShareButton } from '#components/reports/share-button.tsx';
import { SampleFleetNote } from '#components/sample-fleet/sample-fleet-note.tsx';
import { FeedMenu } from '#components/sharing/feed-menu.tsx';
import { FleetBadge } from '#components/sharing/fleet-badge.tsx';
import { SourceLines } from '#components/sources/source-lines.tsx';
import { AddImagesButton } from '#components/tracking/add-images-button.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { FailedQuery } from '#components/ui/feedback/pending-query.tsx';
import { Time } from '#components/ui/values/relative-time.tsx';
import { fleetQuery } from '#lib/api/client/fleet.ts';
import { imagesQuery } from '#lib/api/client/images.ts';
import { AGEING } from '#lib/lineage/verdict/sla.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { BaseChart } from './base-chart.tsx';
import { FirstVisit } from './first-visit/first-visit.tsx';
import { FleetHeadline } from './fleet-headline.tsx';
import { FleetSkeleton, RowsSkeleton } from './fleet-skeleton.tsx';
import { toggleStaleRunning } from './headline-statuses.ts';
import { ScanButton } from './scan-button.tsx';
import { ExportMenu } from './table/export-menu.tsx';
import { ImagesTable } from './table/images-table.tsx';
import { useFleetView } from './use-fleet-view.ts';

/** The fleet: a summary, the bases with stale images, the trend, and every image, under one filter. */
export function FleetPage() {
  const { view: asked, setView } = useFleetView();
  const { good: filter, problem } = useGoodFilter(asked.filter);
  const view = { ...asked, filter };
  const { at } = view;
  const fleet = useQuery(fleetQuery('', at));
  // The headline's numbers lead from status to status, so they ignore the filter's own status term.
  const headline = useQuery(fleetQuery(withoutKey(filter, 'status'), at));
  const chart = useQuery(fleetQuery(filter, at));
  const list = useInfiniteQuery(imagesQuery(view));
  const images = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data]);
  const { fetchNextPage } = list;
  const onNearEnd = useCallback(() => void fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);

  if (fleet.data === undefined) {
    if (!fleet.isError) return <FleetSkeleton />;
    return (
      <div className="mx-auto max-w-[110rem] space-y-4 p-4">
        <FleetTimeBar filter={filter} />
        <FailedQuery query={fleet} />
      </div>
    );
  }
  if (fleet.data.total === 0 && at === undefined) return <FirstVisit />;

  const setFilter = (next: string) => void setView({ filter: next });
  const total = list.data?.pages.at(-1)?.total ?? 0;
  const summary = headline.data ?? fleet.data;
  return (
    <ShownAt at={at}>
      <div className="mx-auto max-w-[110rem] space-y-4 p-4">
        <FleetTimeBar filter={filter} />
        {/* Above all that changes with the filter, so that it stays where it is while one types. */}
        <FilterBox filter={asked.filter} problem={problem} onFilter={setFilter} />
        <div className={`space-y-4 ${problem === undefined ? '' : 'opacity-50'}`}>
          <FleetHeadline
            // Advice is about the present only.
            summary={at === undefined ? summary : { ...summary, advice: null }}
            filter={filter}
            onStatus={(status) => setFilter(toggleTerm(filter, 'status', status))}
            onRunning={() => setFilter(toggleStaleRunning(filter))}
            onCannotPull={() => setFilter(toggleBeside(filter, 'is', 'cannot-pull'))}
            onOverdue={(sla) =>
              setFilter(withAnyOf(withAnyOf(filter, 'status', AGEING), 'behind', [`>${sla.staleDays}d`]))
            }
            onAdvice={(bases) => setFilter(withAnyOf(withAnyOf(filter, 'status', ['stale']), 'base', bases))}
          />
          {fleet.data.sampleOpen && at === undefined ? (
            <SampleFleetNote>
              The sample fleet is open. Its images are in a registry inside Baseboard.
            </SampleFleetNote>
          ) : null}
          <div className="flex items-start gap-4 max-xl:flex-col">
            <BaseChart
              bases={(chart.data ?? fleet.data).bases}
              filter={filter}
              onBase={(name) => setFilter(toggleTerm(filter, 'base', name))}
            />
            <StatusOverTime filter={withoutKey(filter, 'status')} />
          </div>
          <div className="flex flex-wrap items-center gap-2">
            <ViewSwitch filter={filter} view="table" />
            <FleetTimeButton filter={filter} />
            {at === undefined ? (
              <>
                <AddImagesButton />
                <ScanButton filter={filter} />
                <ShareButton
                  filter={filter}
                  what={filter === '' ? 'the whole fleet' : 'the images that match this filter'}
                />
              </>
            ) : null}
            <ExportMenu view={view} />
            {at === undefined ? (
              <>
                <FleetBadge filter={filter} />
                <FeedMenu filter={filter} />
              </>
            ) : null}
          </div>
          {at === undefined ? <OutageLines /> : null}
          {at === undefined ? <SourceLines /> : null}
          {list.isError ? (
            <FailedQuery query={list} />
          ) : list.data === undefined ? (
            <RowsSkeleton />
          ) : total === 0 ? (
            <div className="rounded-md border border-line bg-surface">
              <EmptyState
                icon={SearchX}
                title={filter === '' ? 'No images' : 'No images match your filter'}
                actions={
                  filter === '' ? undefined : (
                    <Button onClick={() => setFilter('')}>Show the whole fleet</Button>
                  )
                }
              >
                {at !== undefined && fleet.data.total === 0 ? (
                  <>
                    Nothing was tracked on <Time value={at} as="moment" />.
                  </>
                ) : (
                  <>
                    None of the {counted(fleet.data.total, 'image')} {at === undefined ? '' : 'tracked then '}
                    matches <code>{filter}</code>.
                  </>
                )}
              </EmptyState>
            </div>
          ) : (
            <ImagesTable
              images={images}
              total={total}
              view={view}
              busy={list.isFetching}
              onSort={(next) => void setView({ sort: next })}
              onNearEnd={onNearEnd}
            />
          )}
        </div>
      </div>
    </ShownAt>
  );
}
