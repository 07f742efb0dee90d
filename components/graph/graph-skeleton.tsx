import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';

/** The graph page in the shape it will have. */
export function GraphSkeleton() {
  return (
    <div className="flex h-[calc(100dvh-48px)] flex-col max-md:h-[calc(100dvh-104px)]">
      <LoadingNote what="the graph" />
      <div className="flex h-12 items-center gap-2 border-b border-line bg-surface px-3">
        <Skeleton className="h-8 flex-1" />
        <Skeleton className="h-8 w-32" />
      </div>
      <NodesSkeleton />
    </div>
  );
}

const COLUMNS = [['a'], ['b', 'c'], ['d', 'e', 'f', 'g'], ['h', 'i', 'j']];

/** Boxes and no lines, bases at the left, until the graph is there. */
export function NodesSkeleton() {
  return (
    <div aria-hidden className="flex min-h-0 flex-1 items-center gap-28 overflow-hidden px-12">
      {COLUMNS.map((boxes) => (
        <div key={boxes[0]} className="flex w-60 shrink-0 flex-col gap-4">
          {boxes.map((box) => (
            <div
              key={box}
              className="flex h-18 flex-col justify-between rounded-md border border-line bg-surface p-2.5"
            >
              <Skeleton className="h-4 w-20" />
              <Skeleton className="h-3 w-44" />
              <Skeleton className="h-1" />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
