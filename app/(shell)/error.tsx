'use client';

import { startTransition, useEffect, useRef } from 'react';
import { useLive } from '#components/live/live-updates.tsx';
import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import { ProblemError } from '#lib/api/client/request.ts';
import { PROBLEM_CODES, problemType } from '#lib/api/contract/problem-codes.ts';

/** A page that failed to render; the shell stays. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  const { connection, databaseReachable } = useLive();
  const available = connection === 'connected' && databaseReachable;
  const wasAvailable = useRef(available);
  useEffect(() => {
    // The server or its database is back: the page that failed without it is rendered again.
    if (available && !wasAvailable.current) startTransition(reset);
    wasAvailable.current = available;
  }, [available, reset]);
  return (
    <div className="mx-auto max-w-2xl space-y-3 p-4">
      <title>This page failed · Baseboard</title>
      <h1 className="text-lg font-semibold">This page could not be shown</h1>
      <ProblemNotice
        error={databaseReachable ? error : DATABASE_UNREACHABLE}
        actions={<Button onClick={reset}>Try again</Button>}
      />
    </div>
  );
}

/** The server hides why a page failed, but the event stream reports an unreachable database. */
const DATABASE_UNREACHABLE = new ProblemError({
  type: problemType('database-unreachable'),
  title: PROBLEM_CODES['database-unreachable'].title,
  status: 503,
  code: 'database-unreachable',
  detail: 'Baseboard cannot reach PostgreSQL and keeps trying. Try again in a moment.',
  requestId: '',
});
