/** Which images are selected: some by id, or all that match the filter, except some. */
export type Selection =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export const NOTHING_SELECTED: Selection = { kind: 'some', ids: new Set() };

/** Every image that matches the filter, loaded or not. */
export const ALL_SELECTED: Selection = { kind: 'all', except: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id);
}

/** The selection with these images added, or taken out. */
export function withImages(selection: Selection, ids: readonly string[], isAdded: boolean): Selection {
  if (selection.kind === 'some') {
    const changed = new Set(ids);
    return {
      kind: 'some',
      ids: isAdded ? selection.ids.union(changed) : selection.ids.difference(changed),
    };
  }
  const changed = new Set(ids);
  return {
    kind: 'all',
    except: isAdded ? selection.except.difference(changed) : selection.except.union(changed),
  };
}

/** How many images are selected, of those that match the filter. */
export function countSelected(selection: Selection, total: number): number {
  return selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);
}

/** The ids of a list from one to another, both included, in whichever order they are; only the last if one is missing. */
export function idsBetween(ids: readonly string[], from: string | null, to: string): readonly string[] {
  const [a, b] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}
