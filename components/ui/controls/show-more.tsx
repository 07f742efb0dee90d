import type { ReactNode } from 'react';
import { Button } from './button.tsx';

/** Loads the next page of a list; nothing on the last page. */
export function ShowMore({
  list,
  children = 'Show more',
  className = '',
}: {
  list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): Promise<unknown>;
  };
  children?: ReactNode;
  className?: string;
}) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      className={className}
      disabled={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {children}
    </Button>
  );
}
