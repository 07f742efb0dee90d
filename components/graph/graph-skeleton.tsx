import { Skeleton } from '#components/ui/feedback/skeleton.tsx';

const COLUMNS = [['a'], ['b', 'c'], ['d', 'e', 'f', 'g'], ['h', 'i', 'j']];

/** The graph while it loads: boxes without lines, bases at the left. */
export function BoxesSkeleton() {
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
