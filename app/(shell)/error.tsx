'use client';

import { useLive } from '#components/shell/live-updates.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { ProblemError } from '#lib/api/client/request.ts';
import { PROBLEM_CODES, problemType } from '#lib/api/contract/problem-codes.ts';

/** A page that failed to draw: what is around it stays. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  const { databaseReachable } = useLive();
  return (
    <div className="mx-auto max-w-2xl p-4">
      <ProblemNotice
        error={databaseReachable ? error : DATABASE_UNREACHABLE}
        actions={<Button onClick={reset}>Try again</Button>}
      />
    </div>
  );
}

/** The server hides why a page failed, but the live connection says that the database is gone. */
const DATABASE_UNREACHABLE = new ProblemError({
  type: problemType('database-unreachable'),
  title: PROBLEM_CODES['database-unreachable'].title,
  status: 503,
  code: 'database-unreachable',
  detail: 'Baseboard cannot reach its PostgreSQL and keeps trying. Try again in a moment.',
  requestId: '',
});
