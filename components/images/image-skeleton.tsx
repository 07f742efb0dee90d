import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';

/** The image page while it loads. */
export function ImageSkeleton() {
  return (
    <div className="mx-auto max-w-[80rem] space-y-6 p-4">
      <div className="space-y-3">
        <Skeleton className="h-6 w-[min(32rem,90%)]" />
        <Skeleton className="h-4 w-[min(44rem,95%)]" />
        <Skeleton className="h-4 w-48" />
      </div>
      <BaseChainSkeleton />
    </div>
  );
}

/** The base chain while it loads: three steps. */
export function BaseChainSkeleton() {
  return (
    <div className="rounded-md border border-line bg-surface">
      <LoadingNote what="the base chain" />
      {[5, 4, 2].map((layers) => (
        <div key={layers} className="space-y-2 border-t border-line p-4 first:border-t-0">
          <Skeleton className="h-4 w-72 max-w-full" />
          {Array.from({ length: layers }, (_, index) => index).map((layer) => (
            <Skeleton key={layer} className="ml-6 h-3 w-3/5" />
          ))}
        </div>
      ))}
    </div>
  );
}
