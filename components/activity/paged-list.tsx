import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { type PagedQuery, ShowMore } from '#components/ui/controls/show-more.tsx';
import { EmptyState } from '#components/ui/feedback/empty-state.tsx';
import { PendingQuery, RowSkeletons } from '#components/ui/feedback/pending-query.tsx';

/** A list that is loaded page by page. `empty` says what to do if it has no items. */
export function PagedList<T>({
  list,
  empty,
  row,
}: {
  list: PagedQuery & {
    data: { pages: { items: T[] }[] } | undefined;
    isError: boolean;
    error: unknown;
  };
  empty: string;
  row: (item: T) => ReactNode;
}) {
  if (list.data === undefined) {
    return (
      <PendingQuery query={list} what="the activity">
        <RowSkeletons />
      </PendingQuery>
    );
  }
  const items = list.data.pages.flatMap((page) => page.items);
  if (items.length === 0) {
    return (
      <div className="rounded-md border border-line bg-surface">
        <EmptyState icon={History} title="Nothing to show">
          {empty}
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">{items.map(row)}</ul>
      <ShowMore list={list} className="mt-3" />
    </>
  );
}
