import { type KeyboardEvent, useState } from 'react';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import type { GraphActions } from '../graph-actions.tsx';
import { type GraphKeyAction, graphKeyAction } from './graph-keys.ts';

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
  const run = (action: GraphKeyAction) => {
    switch (action.kind) {
      case 'move':
        setMoved(action.id);
        if (selected !== '') actions.select(action.id);
        break;
      case 'select':
        actions.select(action.id);
        break;
      case 'focus':
        actions.focusOn(action.id);
        break;
      case 'expand':
        actions.expand(action.id);
        break;
      case 'collapse':
        actions.collapse(action.id);
        break;
      case 'clear':
        setMoved(selected === '' ? undefined : cursor);
        actions.select('');
        break;
      case 'nothing':
        break;
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target !== event.currentTarget) return;
    const action = graphKeyAction(event.key, { drawing, layout, cursor, focusId });
    if (action === undefined) return;
    run(action);
    event.preventDefault();
  };
  return { cursor, setCursor: setMoved, onKeyDown };
}
