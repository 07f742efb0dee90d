import { type KeyboardEvent, useState } from 'react';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import type { GraphActions } from '../graph-actions.tsx';
import { runKeyAction } from '../key-actions.ts';
import { graphKeyAction } from './graph-keys.ts';

/** The graph's keyboard. The cursor is the selected node, else the node that the arrows moved to last. */
export function useGraphKeys({
  drawing,
  layout,
  selected,
  focusId,
  actions,
}: {
  drawing: Drawing;
  layout: Layout;
  selected: string;
  focusId: string | undefined;
  actions: GraphActions;
}) {
  const [moved, setMoved] = useState<string | undefined>(undefined);
  const placed = (id: string | undefined) => (id !== undefined && layout.positions.has(id) ? id : undefined);
  const cursor = placed(selected) ?? placed(moved);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target !== event.currentTarget) return;
    const action = graphKeyAction(event.key, { drawing, layout, cursor, focusId });
    if (action === undefined) return;
    runKeyAction(action, {
      actions,
      selected,
      moveTo: setMoved,
      onClear: () => setMoved(selected === '' ? undefined : cursor),
    });
    event.preventDefault();
  };
  return { cursor, setCursor: setMoved, onKeyDown };
}
