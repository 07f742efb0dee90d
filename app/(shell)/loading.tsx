import { LoadingNote, Skeleton } from '#components/ui/feedback/skeleton.tsx';

/** Shown while the server renders a page; the page's own skeleton follows. */
export default function Loading() {
  return (
    <div className="mx-auto max-w-[110rem] space-y-3 p-4">
      <title>Loading · Baseboard</title>
      <LoadingNote what="the page" />
      <Skeleton className="h-7 w-80 max-w-full" />
      <Skeleton className="h-4 w-[min(40rem,90%)]" />
    </div>
  );
}
