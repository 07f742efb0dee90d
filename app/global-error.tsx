'use client';

import { Button } from '#components/ui/controls/button.tsx';
import { ProblemNotice } from '#components/ui/feedback/problem-notice.tsx';
import './globals.css';

/** The last resort: not even the document around the pages could be rendered. */
export default function GlobalError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <html lang="en">
      <title>This page failed · Baseboard</title>
      <body>
        <main className="mx-auto max-w-2xl space-y-3 p-4">
          <h1 className="text-lg font-semibold">Baseboard could not be shown</h1>
          <ProblemNotice error={error} actions={<Button onClick={reset}>Try again</Button>} />
        </main>
      </body>
    </html>
  );
}
