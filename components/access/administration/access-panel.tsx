import { type ReactNode, useId } from 'react';
import { PendingQuery } from '#components/ui/feedback/pending-query.tsx';
import { Skeleton } from '#components/ui/feedback/skeleton.tsx';

/** A section of the access page: its title, what it is about, and its list or form. */
export function Panel({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-2.5">
      <div>
        <h2 id={id} className="font-medium">
          {title}
        </h2>
        <p className="max-w-[80ch] text-sm text-muted">{about}</p>
      </div>
      {children}
    </section>
  );
}

interface LoadableQuery<T> {
  readonly data: T | undefined;
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
}

/** A query's data once it is there; until then a skeleton, or the error. */
export function Loaded<T>({
  query,
  what,
  children,
}: {
  query: LoadableQuery<T>;
  what: string;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  return (
    <PendingQuery query={query} what={what}>
      <Skeleton className="h-20" />
    </PendingQuery>
  );
}

/** The rows of a list, or a sentence if there are none. */
export function Rows({ empty, children }: { empty: string; children: readonly ReactNode[] }) {
  if (children.length === 0) {
    return <p className="rounded-md border border-line bg-surface px-4 py-3 text-sm text-muted">{empty}</p>;
  }
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">{children}</ul>
  );
}
