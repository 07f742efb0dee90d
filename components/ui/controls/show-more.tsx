import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** A list that is loaded page by page, as TanStack Query's `useInfiniteQuery` gives it. */
export interface PagedQuery {
  readonly hasNextPage: boolean;
  readonly isFetching: boolean;
  readonly isFetchingNextPage: boolean;
  refetch(options?: { readonly cancelRefetch: boolean }): Promise<unknown>;
  fetchNextPage(options?: { readonly cancelRefetch: boolean }): Promise<unknown>;
}

/** Loads the next page of a list; nothing on the last page. */
export function ShowMore({
  list,
  children = 'Show more',
  className = '',
}: {
  list: PagedQuery;
  children?: ReactNode;
  className?: string;
}) {
  if (!list.hasNextPage) return null;
  const show = async () => {
    // In place of a request that loads the list anew, a next page would leave old rows beside its own.
    if (list.isFetching) await list.refetch({ cancelRefetch: false });
    await list.fetchNextPage({ cancelRefetch: false });
  };
  return (
    <Button className={className} disabled={list.isFetchingNextPage} onClick={() => void show()}>
      {children}
    </Button>
  );
}
