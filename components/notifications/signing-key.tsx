'use client';

import { Button } from '#components/ui/controls/button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';

/** A signing key that was made just now: seen here once, and nowhere again. */
export function SigningKey({ signingKey }: { signingKey: string }) {
  const { copied, copy } = useClipboard();
  return (
    <div role="status" className="space-y-2 rounded-md border border-line-strong bg-surface p-4 text-sm">
      <p>
        <strong className="font-medium">The signing key, shown this once.</strong> The receiver checks with it
        that a message is from here and that it is new.
      </p>
      <div className="flex min-w-0 flex-wrap items-center gap-3">
        <code data-signing-key className="mono min-w-0 break-all">
          {signingKey}
        </code>
        <Button size="sm" onClick={() => copy(signingKey)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  );
}
