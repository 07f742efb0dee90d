'use client';

import { CircleHelp } from 'lucide-react';
import Link from 'next/link';
import { Popover } from 'radix-ui';
import { Button } from '#components/ui/controls/button.tsx';
import { PopoverPanel } from '#components/ui/controls/popover-panel.tsx';
import { FILTER_KEY_TABLE, FILTER_KEYS } from '#lib/lineage/vocabulary/filter-keys.ts';

/** How conditions are combined, each with an example. */
const COMBINED: readonly { readonly example: string; readonly meaning: string }[] = [
  { example: 'is:problem repo:shop/*', meaning: 'Both conditions hold' },
  { example: 'tag:1.* OR tag:2.*', meaning: 'Any of them holds' },
  { example: '-(is:sample OR public:yes)', meaning: 'Neither holds; NOT and ! do the same' },
  { example: 'debslim', meaning: 'A name with these letters in order, or with one typo' },
  { example: '"debian:12"', meaning: 'Exactly this text in the reference' },
];

/** The filter language, on demand: every key with an example that applies when it is pressed. */
export function FilterHelp({ onExample }: { onExample: (example: string) => void }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button variant="quiet" size="icon" aria-label="Filter help" className="max-md:size-11">
          <CircleHelp aria-hidden size={16} />
        </Button>
      </Popover.Trigger>
      <PopoverPanel label="Filter help" className="w-[30rem] p-3">
        <ul>
          {FILTER_KEYS.map((key) => (
            <HelpRow key={key} {...FILTER_KEY_TABLE[key]} onExample={onExample} />
          ))}
        </ul>
        <ul className="mt-2 border-t border-line pt-2">
          {COMBINED.map((each) => (
            <HelpRow key={each.example} {...each} onExample={onExample} />
          ))}
        </ul>
        <p className="mt-2 border-t border-line px-2 pt-2 text-muted">
          <code>,</code> means any of several values and <code>*</code> any characters. See{' '}
          <Link href="/help/filters" className="text-text underline underline-offset-2">
            the filter reference
          </Link>
          .
        </p>
      </PopoverPanel>
    </Popover.Root>
  );
}

function HelpRow({
  example,
  meaning,
  onExample,
}: {
  example: string;
  meaning: string;
  onExample: (example: string) => void;
}) {
  return (
    <li>
      <Popover.Close asChild>
        <button
          type="button"
          onClick={() => onExample(example)}
          className="grid min-h-8 w-full grid-cols-[14rem_1fr] items-center gap-3 rounded-sm px-2 text-left hover:bg-raised max-md:min-h-11 max-md:grid-cols-[10rem_1fr]"
        >
          <code className="mono break-all">{example}</code>
          <span className="text-muted">{meaning}</span>
        </button>
      </Popover.Close>
    </li>
  );
}
