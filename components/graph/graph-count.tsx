'use client';

import { X } from 'lucide-react';
import { Panel } from 'reactflow';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { familiarName } from '#lib/lineage/words/counts-and-names.ts';

/** Top left: how much of the fleet is drawn, and around what. */
export function GraphCount({
  drawing,
  total,
  focus,
  onWhole,
}: {
  drawing: Drawing;
  total: number;
  focus: string;
  onWhole: () => void;
}) {
  const drawn = drawing.nodes.filter(({ kind }) => kind === 'image').length;
  const folded = drawing.nodes.reduce(
    (sum, node) => sum + (node.kind === 'group' ? node.group.members.length : 0),
    0,
  );
  const shown = drawn === total ? `All ${number(total)}` : `Showing ${number(drawn)} of ${number(total)}`;
  const words = folded === 0 ? shown : `${shown} · ${number(folded)} in groups`;
  return (
    <Panel
      position="top-left"
      className="m-3! flex max-w-[calc(100vw-1.5rem)] items-center gap-2 rounded-md border border-line-strong/70 bg-surface px-2 text-sm"
    >
      <span role="status" className="py-1 whitespace-nowrap">
        {words}
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
            className="-mr-1 flex size-6 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text"
          >
            <X aria-hidden size={14} />
          </button>
        </>
      )}
    </Panel>
  );
}

function number(count: number): string {
  return count.toLocaleString('en');
}
