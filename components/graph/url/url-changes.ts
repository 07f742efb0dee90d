import { groupKeyOf, REST } from '#lib/lineage/graph/node-groups.ts';

/** The part of the URL that expanding and collapsing change. */
interface FoldState {
  /** Bases that were opened; and groups that were expanded, each as its key and how many times: `base stale#2`. */
  readonly open: string[];
  readonly closed: string[];
}

/** The bases in `open`, and how many times each group was expanded. */
export function readOpen(open: readonly string[]): {
  opened: ReadonlySet<string>;
  steps: ReadonlyMap<string, number>;
} {
  const entries = open.map((entry) => /^(.*)#(\d{1,3})$/.exec(entry) ?? entry);
  return {
    opened: new Set(entries.filter((entry) => typeof entry === 'string')),
    steps: new Map(
      entries.flatMap((entry) => (typeof entry === 'string' ? [] : [[entry[1] ?? '', Number(entry[2])]])),
    ),
  };
}

/**
 * The URL after a node or a group is expanded. A base that was collapsed by hand is no longer collapsed; any other base
 * is opened. A group of a base that is already open shows its next members.
 */
export function afterExpanding({ open, closed }: FoldState, id: string): FoldState {
  const key = groupKeyOf(id) ?? id;
  if (key === REST || key.includes(' ')) {
    const steps = (readOpen(open).steps.get(key) ?? 0) + 1;
    return { open: [...open.filter((entry) => !isOf(entry, key)), `${key}#${steps}`], closed };
  }
  return closed.includes(key)
    ? { open, closed: closed.filter((other) => other !== key) }
    : { open: [...new Set([...open, key])], closed };
}

/** The URL after the dependents of a node are collapsed: an opened base is no longer opened, any other is collapsed. */
export function afterCollapsing({ open, closed }: FoldState, id: string): FoldState {
  const rest = open.filter((entry) => entry !== id && !isOf(entry, id) && !entry.startsWith(`${id} `));
  if (open.includes(id)) return { open: rest, closed };
  return { open: rest, closed: [...new Set([...closed, id])] };
}

/** Whether an entry says how many times the group with this key was expanded. */
function isOf(entry: string, key: string): boolean {
  return entry.startsWith(`${key}#`);
}
