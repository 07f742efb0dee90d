'use client';

import { Check, Copy } from 'lucide-react';
import { useId } from 'react';
import { Button } from '#components/ui/button.tsx';
import { useCopy } from '#components/ui/use-copy.ts';

/** A text to be pasted elsewhere, on one line, with the button that copies it. */
export function CopyField({ label, value, note }: { label: string; value: string; note?: string | null }) {
  const id = useId();
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : Copy;
  return (
    <div className="space-y-1">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={value}
          onFocus={(event) => event.target.select()}
          className="mono h-8 min-w-0 flex-1 truncate rounded-md border border-line-strong bg-surface px-2"
        />
        <Button aria-label={`Copy: ${label}`} onClick={() => copy(value)}>
          <Icon aria-hidden size={14} />
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
      {note == null ? null : <p className="text-muted">{note}</p>}
    </div>
  );
}
