import { Button } from '../controls/button.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { LoadingNote, Skeleton } from './skeleton.tsx';

/** A list that has not come yet: its shape while it is on its way, or what is wrong and the way to try again. */
export function ListPending({
  list,
  what,
  row = 'h-10',
}: {
  list: { readonly isError: boolean; readonly error: unknown; refetch: () => Promise<unknown> };
  what: string;
  /** Class of a row's height. */
  row?: string;
}) {
  if (list.isError) {
    const again = <Button onClick={() => void list.refetch()}>Try again</Button>;
    return <ProblemNotice error={list.error} actions={again} />;
  }
  return (
    <div className="space-y-2">
      <LoadingNote what={what} />
      <Skeleton className={row} />
      <Skeleton className={row} />
      <Skeleton className={row} />
    </div>
  );
}
