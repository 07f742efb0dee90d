'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonClass } from '#components/ui/controls/button.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { ListPending } from '#components/ui/feedback/list-pending.tsx';
import { reportsQuery } from '#lib/api/client/reports.ts';
import { ReportRow } from './report-row.tsx';

/** The reports that one made, how often each was read, and the way to end their links. */
export function ReportsPage() {
  return (
    <div className="mx-auto max-w-[80rem] space-y-4 p-4">
      <h1 className="text-lg font-semibold">Reports</h1>
      <List />
    </div>
  );
}

function List() {
  const list = useInfiniteQuery(reportsQuery());
  if (list.data === undefined) return <ListPending list={list} what="the reports" row="h-16" />;
  const reports = list.data.pages.flatMap(({ items }) => items);
  if (reports.length === 0) {
    return (
      <div className="rounded-md border border-line bg-surface">
        <EmptyState
          icon={FileText}
          title="No report yet"
          actions={
            <Link href="/" className={buttonClass()}>
              Go to the fleet
            </Link>
          }
        >
          Press Share above the fleet’s table, on an image, or on a base in the graph: it becomes a page for
          whoever has the link, as things are now or always anew.
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
      {list.hasNextPage ? (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}
