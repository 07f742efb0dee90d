import { useState } from 'react';
import {
  ALL_SELECTED,
  countSelected,
  idsBetween,
  isSelected,
  NOTHING_SELECTED,
  type Selection,
  withImages,
} from './selection.ts';

interface State {
  /** The filter that it was made under: under another one, nothing is selected. */
  readonly filter: string;
  readonly selection: Selection;
  /** The image that was last selected or deselected, where a range begins. */
  readonly anchor: string | null;
}

/** The selected images of a filter. `ids` are the loaded ones in the order of the table; `total` counts all. */
export function useSelection(filter: string, ids: readonly string[], total: number) {
  const empty = { filter, selection: NOTHING_SELECTED, anchor: null };
  const [stored, setState] = useState<State>(empty);
  const state = stored.filter === filter ? stored : empty;
  const { selection, anchor } = state;
  const loaded = ids.filter((id) => isSelected(selection, id)).length;
  return {
    selection,
    count: countSelected(selection, total),
    allLoaded: ids.length > 0 && loaded === ids.length,
    someLoaded: loaded > 0,
    isSelected: (id: string) => isSelected(selection, id),
    /** Selects or deselects an image; with `isRange`, everything since the last one. */
    toggle(id: string, isRange = false) {
      const isAdded = !isSelected(selection, id);
      const changed = isRange ? idsBetween(ids, anchor, id) : [id];
      setState({ filter, selection: withImages(selection, changed, isAdded), anchor: id });
    },
    /** Selects every loaded image, or nothing if all are selected. */
    toggleLoaded() {
      const all = ids.length > 0 && loaded === ids.length;
      setState(all ? empty : { filter, selection: withImages(selection, ids, true), anchor: null });
    },
    selectAll: () => setState({ filter, selection: ALL_SELECTED, anchor: null }),
    clear: () => setState(empty),
  };
}

export type TableSelection = ReturnType<typeof useSelection>;
