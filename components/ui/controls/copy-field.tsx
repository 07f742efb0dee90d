'use client';

import { Check, Copy } from 'lucide-react';
import { Button } from './button.tsx';
import { useClipboard } from './use-clipboard.ts';

/** A text with a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const { copied, copy } = useClipboard();
  const Icon = copied ? Check : Copy;
  return (
    <div className="space-y-1">
      <div className="flex items-center justify-between gap-2">
        <span className="text-sm font-medium">{label}</span>
        <Button
          variant="quiet"
          size="sm"
          className="max-md:h-11"
          aria-label={`${copied ? 'Copied' : 'Copy'}: ${label}`}
          onClick={() => copy(value)}
        >
          <Icon aria-hidden size={12} />
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      <pre className="mono rounded-md border border-line bg-bg px-2.5 py-2 break-all whitespace-pre-wrap">
        {value}
      </pre>
    </div>
  );
}
