'use client';

import { Popover } from 'radix-ui';
import { Button } from '#components/ui/controls/button.tsx';
import { PopoverPanel } from '#components/ui/controls/popover-panel.tsx';
import { STATUS_LOOK, StatusBadge } from '#components/ui/values/status-badge.tsx';
import { WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';
import { LINK_INK } from './canvas/link-edge.tsx';

const LINES: readonly { ink: keyof typeof LINK_INK; dashed: boolean; crossed: boolean; means: string }[] = [
  { ink: 'plain', dashed: false, crossed: false, means: 'Based on it, verified by layers' },
  { ink: 'plain', dashed: true, crossed: false, means: 'Claimed, not verified' },
  { ink: 'stale', dashed: false, crossed: false, means: 'Its base has moved, and how long ago' },
  { ink: 'broken', dashed: false, crossed: true, means: 'Contradicted, in conflict or gone' },
];

/** The meaning of lines, bars and statuses, on demand. */
export function GraphLegend() {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button variant="quiet" size="sm">
          Legend
        </Button>
      </Popover.Trigger>
      <PopoverPanel label="Legend" side="top" align="start" className="w-96 p-4">
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {LINES.map((line) => (
            <div key={line.means} className="contents">
              <dt>
                <Sample {...line} />
              </dt>
              <dd>{line.means}</dd>
            </div>
          ))}
          <div className="contents">
            <dt className="flex h-1 w-14 gap-px overflow-hidden rounded-sm">
              <span className="grow-2 bg-text/25" />
              <span className="grow bg-text/80" />
            </dt>
            <dd>Layers of its base, its own layers</dd>
          </div>
          <div className="contents">
            <dt>
              <span className="block h-4 w-14 rounded-sm border border-dashed border-line-strong bg-bg" />
            </dt>
            <dd>Does not match the filter, shown as context</dd>
          </div>
          {WORST_FIRST.map((status) => (
            <div key={status} className="contents">
              <dt>
                <StatusBadge status={status} />
              </dt>
              <dd className="text-muted">{STATUS_LOOK[status].meaning}</dd>
            </div>
          ))}
        </dl>
      </PopoverPanel>
    </Popover.Root>
  );
}

function Sample({ ink, dashed, crossed }: (typeof LINES)[number]) {
  const colour = LINK_INK[ink];
  return (
    <svg aria-hidden="true" width={56} height={16} viewBox="0 0 56 16" className="block">
      <path d="M56,8 H7" stroke={colour} strokeWidth={1.5} strokeDasharray={dashed ? '5 4' : undefined} />
      <path d="M0,8 l7,-4 v8 z" fill={colour} />
      {crossed ? (
        <path d="M28,4 l8,8 m0,-8 l-8,8" stroke={colour} strokeWidth={1.75} strokeLinecap="round" />
      ) : null}
    </svg>
  );
}
