import type { FoldEdge } from './forest.ts';
import type { Drawing } from './graph-drawing.ts';
import type { Layout } from './layout.ts';

/** A node with all its bases and all its dependents. */
export function wholePath(edges: readonly FoldEdge[], id: string): ReadonlySet<string> {
  const dependents = Map.groupBy(edges, ({ target }) => target);
  const up = new Set([id]);
  for (const at of up) for (const { source } of dependents.get(at) ?? []) up.add(source);
  return new Set([...chainBelow(edges, id), ...up]);
}

/** A node and all its bases. */
function chainBelow(edges: readonly FoldEdge[], id: string): ReadonlySet<string> {
  const bases = Map.groupBy(edges, ({ source }) => source);
  const down = new Set([id]);
  for (const at of down) for (const { target } of bases.get(at) ?? []) down.add(target);
  return down;
}

/** What belongs to a selection: of a box its whole path, of a line both ends; `undefined` if nothing is selected. */
export function selectionPath(drawing: Drawing, selected: string): ReadonlySet<string> | undefined {
  if (drawing.nodes.some(({ id }) => id === selected)) return wholePath(drawing.edges, selected);
  const edge = drawing.edges.find(({ id }) => id === selected);
  return edge === undefined ? undefined : new Set([edge.source, edge.target]);
}

/**
 * What to bring into view for a selection, from the most to the least: of a box its whole path, its base chain, itself;
 * of a line both ends, its image.
 */
export function selectionSets(drawing: Drawing, selected: string): Iterable<string>[] {
  const edge = drawing.edges.find(({ id }) => id === selected);
  if (edge !== undefined) return [[edge.source, edge.target], [edge.source]];
  if (!drawing.nodes.some(({ id }) => id === selected)) return [];
  return [wholePath(drawing.edges, selected), chainBelow(drawing.edges, selected), [selected]];
}

export type Step = 'base' | 'dependent' | 'above' | 'below';

/**
 * The node that an arrow key leads to: along the lines to the base or to the middle dependent, or to the nearest
 * node above or below in the same column. A node without dependents leads to its sibling in the next column. Where
 * there is none, the node itself.
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
    const dependents = edges.filter(({ target }) => target === from).map(({ source }) => source);
    return dependents.length > 0 ? nearest(dependents) : nextColumn(layout, edges, from);
  }
  const column = [...layout.positions].filter(
    ([id, { x, y }]) => id !== from && x === here.x && (step === 'above' ? y < here.y : y > here.y),
  );
  return nearest(column.map(([id]) => id));
}

/** The nearest sibling in the next column of a family. */
function nextColumn({ positions }: Layout, edges: readonly FoldEdge[], from: string): string {
  const base = edges.find(({ source }) => source === from)?.target;
  const here = positions.get(from);
  if (base === undefined || here === undefined) return from;
  const further = edges.flatMap(({ source, target }) => {
    const at = positions.get(source);
    return target === base && at !== undefined && at.x > here.x
      ? [{ id: source, x: at.x, away: Math.abs(at.y - here.y) }]
      : [];
  });
  return further.toSorted((a, b) => a.x - b.x || a.away - b.away)[0]?.id ?? from;
}
