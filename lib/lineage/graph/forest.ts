import { type FoldNode, imagesOn } from './fold-node.ts';

/** From an image to its base. */
export interface FoldEdge {
  readonly source: string;
  readonly target: string;
}

/** A graph's trees: cycles are cut where they close. */
export interface Forest {
  readonly roots: readonly string[];
  readonly base: ReadonlyMap<string, string>;
  readonly dependents: ReadonlyMap<string, readonly string[]>;
  /** Nodes of the tree above and including each, and the images that are counted on them. */
  readonly weight: ReadonlyMap<string, number>;
}

/** Joins nodes and edges to trees, bases as the roots. Siblings are in the order of ids. */
export function forestOf(
  nodes: readonly Pick<FoldNode, 'id' | 'images'>[],
  edges: readonly FoldEdge[],
): Forest {
  const counted = new Map(nodes.map((node) => [node.id, imagesOn(node)]));
  const ids = nodes.map(({ id }) => id).sort();
  const present = new Set(ids);
  const base = new Map<string, string>();
  for (const { source, target } of edges) {
    if (present.has(source) && present.has(target) && source !== target) base.set(source, target);
  }
  cutCycles(ids, base);
  const dependents = new Map<string, string[]>();
  for (const id of ids) {
    const target = base.get(id);
    if (target === undefined) continue;
    const list = dependents.get(target);
    if (list === undefined) dependents.set(target, [id]);
    else list.push(id);
  }
  const roots = ids.filter((id) => !base.has(id));
  const weight = new Map<string, number>();
  const downwards = [...roots];
  for (const id of downwards) for (const dependent of dependents.get(id) ?? []) downwards.push(dependent);
  for (const id of downwards.toReversed()) {
    const above = dependents.get(id) ?? [];
    weight.set(
      id,
      above.reduce((sum, dependent) => sum + (weight.get(dependent) ?? 0), 1 + (counted.get(id) ?? 0)),
    );
  }
  return { roots, base, dependents, weight };
}

function cutCycles(ids: readonly string[], base: Map<string, string>) {
  const walkOf = new Map<string, number>();
  for (const [walk, start] of ids.entries()) {
    let at = start;
    while (!walkOf.has(at)) {
      walkOf.set(at, walk);
      const next = base.get(at);
      if (next === undefined) break;
      if (walkOf.get(next) === walk) base.delete(at);
      at = next;
    }
  }
}
