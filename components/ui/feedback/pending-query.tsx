import type { ReactNode } from 'react';
import { Button } from '../controls/button.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { LoadingNote, Skeleton } from './skeleton.tsx';

/** What these components use of a query. */
interface RetryableQuery {
  readonly error: unknown;
  refetch(): Promise<unknown>;
}

/** A failed query, with a button that repeats it. */
export function FailedQuery({ query }: { query: RetryableQuery }) {
  const retry = <Button onClick={() => void query.refetch()}>Try again</Button>;
  return <ProblemNotice error={query.error} actions={retry} />;
}

/**
 * A query without data: its skeleton while it loads, or its error with a way to repeat it. `what` completes "Loading …"
 * for screen readers; `children` is the skeleton.
 */
export function PendingQuery({
  query,
  what,
  children = <Skeleton className="h-32" />,
}: {
  query: RetryableQuery & { readonly isError: boolean };
  what: string;
  children?: ReactNode;
}) {
  if (query.isError) return <FailedQuery query={query} />;
  return (
    <div className="space-y-2">
      <LoadingNote what={what} />
      {children}
    </div>
  );
}

/** Three rows of a list while it loads; `height` is a class. */
export function RowSkeletons({ height = 'h-10' }: { height?: string }) {
  return [0, 1, 2].map((row) => <Skeleton key={row} className={height} />);
}
