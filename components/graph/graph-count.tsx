'use client';

import { X } from 'lucide-react';
import type { CountsByStatus } from '#lib/lineage/graph/fold-node.ts';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';
import { shownWords } from './graph-words.ts';

/** How much of the fleet is drawn, and around which node. */
export function GraphCount({
  drawing,
  total,
  withoutBase,
  focus,
  onWhole,
}: {
  drawing: Drawing;
  total: number;
  withoutBase: CountsByStatus | null;
  focus: string;
  onWhole: () => void;
}) {
  return (
    <div className="flex min-w-0 items-center gap-2 rounded-md border border-line-strong/70 bg-surface px-2 text-sm">
      <span role="status" className="truncate py-1 whitespace-nowrap">
        {shownWords(drawing, total, withoutBase)}
      </span>
      {focus === '' ? null : (
        <>
          <span className="min-w-0 truncate border-l border-line py-1 pl-2 text-muted">
            around <span className="mono text-text">{familiarName(focus)}</span>
          </span>
          <button
            type="button"
            aria-label="Show the whole fleet"
            title="Show the whole fleet"
            onClick={onWhole}
            className="-mr-1 flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text max-md:size-11"
          >
            <X aria-hidden size={14} />
          </button>
        </>
      )}
    </div>
  );
}
