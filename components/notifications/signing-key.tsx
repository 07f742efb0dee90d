'use client';

import { Button } from '#components/ui/controls/button.tsx';
import { useClipboard } from '#components/ui/controls/use-clipboard.ts';

/** A new signing key, which is shown only here and only once. */
export function SigningKey({ signingKey }: { signingKey: string }) {
  const { copied, copy } = useClipboard();
  return (
    <div role="status" className="space-y-2 rounded-md border border-line-strong bg-surface p-4 text-sm">
      <p>
        <strong className="font-medium">The signing key, shown only this once.</strong> The receiver uses it
        to verify that a message comes from Baseboard and is new.
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
