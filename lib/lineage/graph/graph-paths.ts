import type { Drawing } from './graph-drawing.ts';
import type { FoldEdge } from './graph-fold.ts';
import type { Layout } from './layout.ts';

/** A node with all its bases and all its dependents. */
export function wholePath(edges: readonly FoldEdge[], id: string): ReadonlySet<string> {
  const bases = Map.groupBy(edges, ({ source }) => source);
  const dependents = Map.groupBy(edges, ({ target }) => target);
  const down = new Set([id]);
  for (const at of down) for (const { target } of bases.get(at) ?? []) down.add(target);
  const up = new Set([id]);
  for (const at of up) for (const { source } of dependents.get(at) ?? []) up.add(source);
  return new Set([...down, ...up]);
}

/** What belongs to a selection: of a box its whole path, of a line both ends; `undefined` if nothing is selected. */
export function selectionPath(drawing: Drawing, selected: string): ReadonlySet<string> | undefined {
  if (drawing.nodes.some(({ id }) => id === selected)) return wholePath(drawing.edges, selected);
  const edge = drawing.edges.find(({ id }) => id === selected);
  return edge === undefined ? undefined : new Set([edge.source, edge.target]);
}

export type Step = 'base' | 'dependent' | 'above' | 'below';

/**
 * The node that an arrow key leads to: along the lines to the base or to the middle dependent, or to the nearest
 * node above or below in the same column. Where there is none, the node itself.
 */
export function walk(layout: Layout, edges: readonly FoldEdge[], from: string, step: Step): string {
  const here = layout.positions.get(from);
  if (here === undefined) return from;
  const distance = (id: string) =>
    Math.abs((layout.positions.get(id)?.y ?? Number.POSITIVE_INFINITY) - here.y);
  const nearest = (ids: readonly string[]) =>
    ids.reduce<string>((best, id) => (best === from || distance(id) < distance(best) ? id : best), from);
  if (step === 'base') return edges.find(({ source }) => source === from)?.target ?? from;
  if (step === 'dependent') {
    return nearest(edges.filter(({ target }) => target === from).map(({ source }) => source));
  }
  const column = [...layout.positions].filter(
    ([id, { x, y }]) => id !== from && x === here.x && (step === 'above' ? y < here.y : y > here.y),
  );
  return nearest(column.map(([id]) => id));
}
