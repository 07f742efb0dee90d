import { IMAGE_SORT, type ImageSort } from '#lib/api/contract/images/images.ts';

/** The keys of the table, for the list of shortcuts. */
export const TABLE_SHORTCUTS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['j', 'k', '↑', '↓', 'Home', 'End'], 'Move through the rows of the fleet'],
  [['Enter'], 'Open the row'],
  [['x', 'Space'], 'Select the row'],
  [['Shift x', 'Shift Space'], 'Select from the last selected row to this one'],
  [['Esc'], 'Clear the selection'],
];

/** Whether a key selects the row, with Shift up to the row that was selected last. */
export function selectsRow(key: string): boolean {
  return key === ' ' || key.toLowerCase() === 'x';
}

/** The row that a key moves to, within the loaded rows; undefined for other keys. `page` is the rows of half a screen. */
export function rowAfterKey(key: string, row: number, rows: number, page: number): number | undefined {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: row + 1,
    j: row + 1,
    ArrowUp: row - 1,
    k: row - 1,
    Home: 0,
    End: rows - 1,
    PageDown: row + page,
    PageUp: row - page,
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(Math.max(target, 0), Math.max(rows - 1, 0));
}

/** How a column is sorted, and the sort that a click on its heading chooses; no `next` if it cannot be sorted. */
export function columnSort(column: string, sort: ImageSort) {
  const order = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none';
  const next = IMAGE_SORT.find((key) => key === (order === 'ascending' ? `-${column}` : column));
  return { order, next } as const;
}
