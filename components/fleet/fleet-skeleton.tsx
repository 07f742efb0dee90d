import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';

const ROWS = Array.from({ length: 14 }, (_, index) => index);

/** The fleet page while it loads. */
export function FleetSkeleton() {
  return (
    <div className="mx-auto max-w-[110rem] space-y-4 p-4">
      <LoadingNote what="the fleet" />
      <div className="space-y-2">
        <Skeleton className="h-7 w-[min(40rem,90%)]" />
        <Skeleton className="h-4 w-[min(30rem,70%)]" />
      </div>
      <div className="rounded-md border border-line bg-surface p-3">
        <div className="space-y-3">
          {ROWS.slice(0, 3).map((row) => (
            <Skeleton key={row} className="h-4" />
          ))}
        </div>
      </div>
      <Skeleton className="h-8" />
      <RowsSkeleton />
    </div>
  );
}

/** The table's rows while they load. */
export function RowsSkeleton() {
  return (
    <div className="overflow-hidden rounded-md border border-line bg-surface">
      {ROWS.map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-t border-line px-4 first:border-t-0">
          <Skeleton className="h-3 w-2/5" />
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-3 w-1/4 max-md:hidden" />
        </div>
      ))}
    </div>
  );
}
