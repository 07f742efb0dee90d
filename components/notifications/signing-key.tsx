'use client';

import { Button } from '#components/ui/controls/button.tsx';
import { useCopy } from '#components/ui/controls/use-copy.ts';

/** A signing key that was created just now. It is shown here once and nowhere else. */
export function SigningKey({ signingKey }: { signingKey: string }) {
  const { copied, copy } = useCopy();
  return (
    <div role="status" className="space-y-2 rounded-md border border-line-strong bg-surface p-4 text-sm">
      <p>
        <strong className="font-medium">Copy the signing key now. It is not shown again.</strong> With it the
        receiver checks that a message comes from this server and is recent.
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
