import { useMemo } from 'react';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import type { GraphActions } from '../graph-actions.tsx';

/** The same actions, but a base on which images are only counted is focused instead of selected: that shows the images. */
export function useOverviewActions(actions: GraphActions, drawing: Drawing | undefined): GraphActions {
  return useMemo(() => {
    const counted = new Set(
      drawing?.nodes.flatMap((node) => (node.kind === 'image' && node.counts !== null ? [node.id] : [])),
    );
    if (counted.size === 0) return actions;
    return { ...actions, select: (id) => (counted.has(id) ? actions.focusOn(id) : actions.select(id)) };
  }, [actions, drawing]);
}
