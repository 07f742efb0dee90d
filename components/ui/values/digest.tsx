'use client';

import { Check, Copy } from 'lucide-react';
import { isDigest, shortDigest } from '#lib/oci/digest.ts';
import { useClipboard } from '../controls/use-clipboard.ts';

/** A digest's first 12 hex digits; a click copies all of it. What is no digest is shown as it is. */
export function Digest({ value }: { value: string }) {
  const { copied, copy } = useClipboard();
  if (!isDigest(value)) return <span className="mono break-all">{value}</span>;
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      title={value}
      aria-label={`${copied ? 'Copied' : 'Copy'} digest ${value}`}
      onClick={() => copy(value)}
      className="mono group -mx-1 inline-flex items-center gap-1 rounded-sm px-1 whitespace-nowrap hover:bg-raised"
    >
      {shortDigest(value)}
      <Icon
        aria-hidden
        size={11}
        className={
          copied ? '' : 'opacity-0 transition-opacity group-hover:opacity-70 group-focus-visible:opacity-70'
        }
      />
    </button>
  );
}
