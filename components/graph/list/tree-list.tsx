'use client';

import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import { useGraphActions } from '../graph-actions.tsx';
import { TreeItem } from './tree-item.tsx';
import { treeRows } from './tree-rows.ts';
import { useTreeKeys } from './use-tree-keys.ts';

/** More rows than this are laid out only where they are in sight. */
const LONG = 300;

/** The drawing as a list of trees: the same images, groups, selection and actions as the picture. */
export function TreeList({
  drawing,
  layout,
  selected,
  focusId,
  count,
  controls,
}: {
  drawing: Drawing;
  layout: Pick<Layout, 'order'>;
  selected: string;
  focusId: string | undefined;
  count: ReactNode;
  controls: ReactNode;
}) {
  const actions = useGraphActions();
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => treeRows(drawing, layout.order), [drawing, layout]);
  const itemOf = (id: string) => tree.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  const { active, activate, onKeyDown } = useTreeKeys({
    rows,
    selected,
    actions,
    onMove: (id) => itemOf(id)?.focus({ preventScroll: false }),
  });
  // After the panel has taken its place.
  useEffect(() => {
    if (selected === '') return;
    tree.current?.querySelector(`[data-row="${CSS.escape(selected)}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  return (
    <div className="flex size-full flex-col">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        {count}
        {controls}
      </div>
      <div
        ref={tree}
        role="tree"
        aria-label="Images by what they are based on"
        onKeyDown={onKeyDown}
        className="min-h-0 flex-1 overflow-y-auto p-1 text-sm"
      >
        {rows.map((row) => (
          <TreeItem
            key={row.id}
            row={row}
            isActive={row.id === active}
            isSelected={row.id === selected}
            isFocus={row.id === focusId}
            isLong={rows.length > LONG}
            onSelect={() => {
              activate(row.id);
              actions.select(row.id);
            }}
            onToggle={() => {
              activate(row.id);
              if (row.expanded === true) actions.collapse(row.id);
              else actions.expand(row.id);
            }}
          />
        ))}
      </div>
    </div>
  );
}
