import { REST } from '#lib/lineage/graph/graph-fold.ts';

const GROUP = /^group:/;

/** The part of the URL that expanding and collapsing change. */
interface FoldState {
  readonly open: string[];
  readonly closed: string[];
  readonly selected: string;
}

/**
 * The URL after a node or a group is expanded. A base that was collapsed by hand is no longer collapsed; any other base
 * is opened. A selected group disappears, so the selection moves to its base.
 */
export function afterExpanding({ open, closed, selected }: FoldState, id: string): FoldState {
  const base = id.replace(GROUP, '');
  return {
    selected: selected === id && GROUP.test(id) ? (base === REST ? '' : base) : selected,
    ...(closed.includes(base)
      ? { open, closed: closed.filter((other) => other !== base) }
      : { open: [...new Set([...open, base])], closed }),
  };
}

/** The URL after the dependents of a node are collapsed: an opened base is no longer opened, any other is collapsed. */
export function afterCollapsing({ open, closed, selected }: FoldState, id: string): FoldState {
  if (open.includes(id)) return { open: open.filter((other) => other !== id), closed, selected };
  return { open, closed: [...new Set([...closed, id])], selected };
}
