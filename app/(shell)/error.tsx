'use client';

import { Button } from '#components/ui/button.tsx';
import { ProblemNotice } from '#components/ui/problem-notice.tsx';

/** A page that failed to draw: what is around it stays. */
export default function PageError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <div className="mx-auto max-w-2xl p-4">
      <ProblemNotice error={error} actions={<Button onClick={reset}>Try again</Button>} />
    </div>
  );
}
