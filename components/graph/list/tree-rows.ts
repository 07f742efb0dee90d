import type { Drawing, DrawnNode, GraphEdge } from '#lib/lineage/graph/graph-drawing.ts';
import type { NodeGroup } from '#lib/lineage/graph/node-groups.ts';
import type { KeyAction } from '../key-actions.ts';

/** A row of the list: a node of the drawing at its place in its tree. */
export interface TreeRow {
  readonly id: string;
  readonly node: DrawnNode;
  /** The row it is based on, if that is in the list. */
  readonly base: string | undefined;
  /** From 1 on, as ARIA counts. */
  readonly level: number;
  /** Its place among its siblings, from 1 on, and their number. */
  readonly position: number;
  readonly siblings: number;
  /** Undefined for a row that has nothing to expand. */
  readonly expanded: boolean | undefined;
  /** What is collapsed in it. */
  readonly folded: NodeGroup | undefined;
  /** The verdicts on its base. */
  readonly links: readonly GraphEdge[];
}

/**
 * The drawing as a list of trees, in reading order. The base's row says what is collapsed in it, unless
 * others of its dependents are drawn.
 */
export function treeRows({ nodes, edges }: Drawing, order: readonly string[]): TreeRow[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edgeOf = new Map(edges.map((edge) => [edge.source, edge]));
  const listed = order.filter((id) => byId.has(id));
  const place = new Map(listed.map((id, index) => [id, index]));
  /** A base that comes later closes a circle. */
  const baseOf = (id: string) => {
    const base = edgeOf.get(id)?.target;
    return base !== undefined && (place.get(base) ?? listed.length) < (place.get(id) ?? 0) ? base : undefined;
  };
  const families = Map.groupBy(listed, (id) => baseOf(id) ?? '');
  const foldedIn = new Map<string, NodeGroup>();
  for (const [base, family] of families) {
    const only = family.length === 1 ? byId.get(family[0] ?? '') : undefined;
    if (only?.kind === 'group' && only.group.bucket === null && base !== '') foldedIn.set(base, only.group);
  }
  const levels = new Map<string, number>();
  return listed.flatMap((id): TreeRow[] => {
    const node = byId.get(id);
    const base = baseOf(id);
    if (node === undefined || (base !== undefined && foldedIn.get(base)?.id === id)) return [];
    const level = base === undefined ? 1 : (levels.get(base) ?? 0) + 1;
    levels.set(id, level);
    const family = families.get(base ?? '') ?? [id];
    const folded = foldedIn.get(id);
    const isFolded = node.kind === 'group' || folded !== undefined || node.moreDependents > 0;
    const hasRows = folded === undefined && families.has(id);
    return [
      {
        ...{ id, node, base, level, folded },
        position: family.indexOf(id) + 1,
        siblings: family.length,
        expanded: hasRows ? true : isFolded ? false : undefined,
        links: edgeOf.get(id)?.links ?? [],
      },
    ];
  });
}

/** What a key in the list does, and to which row. */
type TreeKeyAction = KeyAction<'move' | 'select' | 'expand' | 'collapse' | 'expand-siblings' | 'clear'>;

/**
 * The action of a key at a row, after the ARIA pattern for trees: up, down, Home and End move; right expands or goes to
 * the first dependent, left collapses or goes to the base; `*` expands all siblings; Enter and Space select; letters go
 * to the next row whose name begins with them. Undefined if the key has no meaning.
 */
export function treeKeyAction(
  key: string,
  rows: readonly TreeRow[],
  at: string | undefined,
  typed: string,
): TreeKeyAction | undefined {
  const index = Math.max(
    0,
    rows.findIndex(({ id }) => id === at),
  );
  const row = rows[index];
  if (row === undefined) return undefined;
  const move = (to: TreeRow | undefined): TreeKeyAction => ({ kind: 'move', id: to?.id ?? row.id });
  switch (key) {
    case 'ArrowDown':
      return move(rows[index + 1]);
    case 'ArrowUp':
      return move(rows[index - 1]);
    case 'Home':
      return move(rows[0]);
    case 'End':
      return move(rows.at(-1));
    case 'ArrowRight':
      return row.expanded === false ? { kind: 'expand', id: row.id } : move(firstAbove(rows, row));
    case 'ArrowLeft':
      return row.expanded === true && row.node.kind === 'image'
        ? { kind: 'collapse', id: row.id }
        : move(rows.find(({ id }) => id === row.base));
    case '*': {
      const siblings = rows.filter(({ base, expanded }) => base === row.base && expanded === false);
      return { kind: 'expand-siblings', ids: siblings.map(({ id }) => id) };
    }
    case 'Enter':
    case ' ':
      return { kind: 'select', id: row.id };
    case 'Escape':
      return { kind: 'clear' };
    default:
      return key.length === 1 ? move(nextNamed(rows, index, typed)) : undefined;
  }
}

function firstAbove(rows: readonly TreeRow[], { id, expanded }: TreeRow): TreeRow | undefined {
  return expanded === true ? rows.find(({ base }) => base === id) : undefined;
}

/** The next row, from this one on if several letters were typed, of which a part of the name begins with the text. */
function nextNamed(rows: readonly TreeRow[], index: number, typed: string): TreeRow | undefined {
  const from = typed.length > 1 ? index : index + 1;
  const text = typed.toLowerCase();
  return [...rows.slice(from), ...rows.slice(0, from)].find(
    ({ node }) =>
      node.kind === 'image' &&
      node.image.reference
        .toLowerCase()
        .split(/(?<=[/])/)
        .some((_, part, parts) => parts.slice(part).join('').startsWith(text)),
  );
}
