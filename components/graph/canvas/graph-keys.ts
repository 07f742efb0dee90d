import type { Drawing } from '#lib/lineage/graph/graph-drawing.ts';
import { type Step, walk } from '#lib/lineage/graph/graph-paths.ts';
import type { Layout } from '#lib/lineage/graph/layout.ts';
import type { KeyAction } from '../key-actions.ts';

/** What a key in the graph does, and to which node. */
type GraphKeyAction = KeyAction<'move' | 'select' | 'focus' | 'expand' | 'collapse' | 'clear' | 'nothing'>;

const STEPS: Readonly<Record<string, Step>> = {
  ArrowLeft: 'base',
  ArrowRight: 'dependent',
  ArrowUp: 'above',
  ArrowDown: 'below',
};

/**
 * The action of a key: arrows move the cursor, Enter selects, `f` focuses, `e` expands or collapses, Escape clears the
 * selection. Without a cursor, keys apply to the focused node, else to the first one, and an arrow moves there.
 * Undefined if the key has no meaning.
 */
export function graphKeyAction(
  key: string,
  {
    drawing,
    layout,
    cursor,
    focusId,
  }: {
    readonly drawing: Drawing;
    readonly layout: Layout;
    readonly cursor: string | undefined;
    readonly focusId: string | undefined;
  },
): GraphKeyAction | undefined {
  const focused = focusId !== undefined && layout.positions.has(focusId) ? focusId : undefined;
  const id = cursor ?? focused ?? firstNode(layout);
  if (id === undefined) return undefined;
  const step = STEPS[key];
  if (step !== undefined) {
    return { kind: 'move', id: cursor === undefined ? id : walk(layout, drawing.edges, id, step) };
  }
  if (key === 'Enter') return { kind: 'select', id };
  if (key === 'f') return { kind: 'focus', id };
  if (key === 'e') return toggleAction(drawing, id);
  return key === 'Escape' ? { kind: 'clear' } : undefined;
}

function toggleAction(drawing: Drawing, id: string): GraphKeyAction {
  const node = drawing.nodes.find((each) => each.id === id);
  if (node === undefined) return { kind: 'nothing' };
  // A group of a kind is not what `e` on its base is for: that base is expanded.
  const isCollapsed = drawing.nodes.some(
    (other) => other.kind === 'group' && other.group.base === id && other.group.bucket === null,
  );
  if (node.kind === 'group' || isCollapsed || node.moreDependents > 0) return { kind: 'expand', id };
  return node.foldable ? { kind: 'collapse', id } : { kind: 'nothing' };
}

/** The topmost node of the leftmost column. */
function firstNode({ positions }: Layout): string | undefined {
  const inOrder = [...positions].sort(([, a], [, b]) => a.x - b.x || a.y - b.y);
  return inOrder[0]?.[0];
}
