import { type ReactNode, useId } from 'react';
import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';

/** A part of the access page: what it is, what it is about, and its list or form. */
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

interface Asked<T> {
  readonly data: T | undefined;
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
}

/** What was asked for, once it is there; until then its shape, or what went wrong. */
export function Answered<T>({
  asked,
  what,
  children,
}: {
  asked: Asked<T>;
  what: string;
  children: (data: T) => ReactNode;
}) {
  if (asked.data !== undefined) return children(asked.data);
  if (asked.isError) {
    const again = <Button onClick={() => void asked.refetch()}>Try again</Button>;
    return <ProblemNotice error={asked.error} actions={again} />;
  }
  return (
    <>
      <LoadingNote what={what} />
      <Skeleton className="h-20" />
    </>
  );
}

/** Rows of a list, or the sentence that stands in their place. */
export function Rows({ empty, children }: { empty: string; children: readonly ReactNode[] }) {
  if (children.length === 0) {
    return <p className="rounded-md border border-line bg-surface px-4 py-3 text-sm text-muted">{empty}</p>;
  }
  return (
    <ul className="divide-y divide-line rounded-md border border-line bg-surface text-sm">{children}</ul>
  );
}
