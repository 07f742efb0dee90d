'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { LinkButton } from '#components/ui/controls/link-button.tsx';
import { ShowMore } from '#components/ui/controls/show-more.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery, RowSkeletons } from '#components/ui/feedback/pending-query.tsx';
import { reportsQuery } from '#lib/api/client/reports.ts';
import { ReportRow } from './report-row.tsx';
import { Schedules } from './schedules/schedules.tsx';

/** Your reports: how often each was viewed, and a button that revokes its link. */
export function ReportsPage() {
  return (
    <div className="mx-auto max-w-[80rem] space-y-4 p-4">
      <h1 className="text-lg font-semibold">Reports</h1>
      <List />
      <Schedules />
    </div>
  );
}

function List() {
  const list = useInfiniteQuery(reportsQuery());
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the reports">
        <RowSkeletons height="h-16" />
      </PendingQuery>
    );
  }
  const reports = list.data.pages.flatMap(({ items }) => items);
  if (reports.length === 0) {
    return (
      <div className="rounded-md border border-line bg-surface">
        <EmptyState
          icon={FileText}
          title="No reports yet"
          actions={<LinkButton href="/">Go to the fleet</LinkButton>}
        >
          Press Share above the fleet’s table, on an image, or on a base in the graph. A report is a page for
          anyone who has its link, frozen as of now or always live.
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {reports.map((report) => (
          <ReportRow key={report.id} report={report} />
        ))}
      </ul>
      <ShowMore list={list} />
    </>
  );
}
