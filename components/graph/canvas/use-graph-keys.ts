import { type KeyboardEvent, useState } from 'react';
import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { type Step, walk } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import type { GraphActions } from '../graph-actions.tsx';

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'base',
  ArrowRight: 'dependent',
  ArrowUp: 'above',
  ArrowDown: 'below',
};

/**
 * The graph by keyboard: arrows walk, Enter selects, `f` makes the box the middle, `e` unfolds or folds it, Escape
 * puts the selection away. The cursor is where the arrows went last; while something is selected it goes along.
 */
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
  const [walked, setWalked] = useState<string | undefined>(undefined);
  const place = (id: string | undefined) => (id !== undefined && layout.positions.has(id) ? id : undefined);
  const cursor = place(selected) ?? place(walked);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || event.target !== event.currentTarget) return;
    const at = cursor ?? place(focusId) ?? firstPlace(layout);
    if (at === undefined) return;
    const step = STEPS[event.key];
    if (step !== undefined) {
      const next = cursor === undefined ? at : walk(layout, drawing.edges, at, step);
      setWalked(next);
      if (selected !== '') actions.select(next);
    } else if (event.key === 'Enter') actions.select(at);
    else if (event.key === 'f') actions.focusOn(at);
    else if (event.key === 'e') toggle(drawing, at, actions);
    else if (event.key === 'Escape') {
      setWalked(selected === '' ? undefined : cursor);
      actions.select('');
    } else return;
    event.preventDefault();
  };
  return { cursor, setCursor: setWalked, onKeyDown };
}

function toggle(drawing: Drawing, id: string, actions: GraphActions) {
  const node = drawing.nodes.find((node) => node.id === id);
  if (node === undefined) return;
  const hasGroup = drawing.nodes.some((other) => other.kind === 'group' && other.group.base === id);
  if (node.kind === 'group' || hasGroup || node.moreDependents > 0) actions.unfold(id);
  else if (node.foldable) actions.fold(id);
}

/** The topmost box of the leftmost column. */
function firstPlace({ positions }: Layout): string | undefined {
  let first: [string, { x: number; y: number }] | undefined;
  for (const entry of positions) {
    const [, { x, y }] = entry;
    if (first === undefined || x < first[1].x || (x === first[1].x && y < first[1].y)) first = entry;
  }
  return first?.[0];
}
