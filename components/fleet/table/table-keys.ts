import { IMAGE_SORT, type ImageSort } from '#lib/api/contract/images/images.ts';

/** A key that moves through the rows: how the list of shortcuts shows it, and the row it moves to. */
interface MoveKey {
  readonly shown: string;
  /** `page` is the number of rows of half a screen. */
  readonly to: (row: number, rows: number, page: number) => number;
}

const MOVE_KEYS: Readonly<Record<string, MoveKey>> = {
  j: { shown: 'j', to: (row) => row + 1 },
  k: { shown: 'k', to: (row) => row - 1 },
  ArrowUp: { shown: '↑', to: (row) => row - 1 },
  ArrowDown: { shown: '↓', to: (row) => row + 1 },
  PageUp: { shown: 'Page up', to: (row, _, page) => row - page },
  PageDown: { shown: 'Page down', to: (row, _, page) => row + page },
  Home: { shown: 'Home', to: () => 0 },
  End: { shown: 'End', to: (_, rows) => rows - 1 },
};
const SELECT_KEYS: Readonly<Record<string, string>> = { x: 'x', ' ': 'Space' };

/** The keys of the table as the list of shortcuts shows them. Browsers handle Enter: it opens the row's link. */
export const TABLE_SHORTCUTS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [Object.values(MOVE_KEYS).map(({ shown }) => shown), 'Move through the rows of the fleet'],
  [['Enter'], 'Open the row'],
  [Object.values(SELECT_KEYS), 'Select the row'],
  [Object.values(SELECT_KEYS).map((key) => `Shift ${key}`), 'Select from the last selected row to this one'],
  [['Esc'], 'Clear the selection'],
];

/** Whether a key selects the row, with Shift up to the row that was selected last. */
export function selectsRow(key: string): boolean {
  return SELECT_KEYS[key.toLowerCase()] !== undefined;
}

/** The row that a key moves to, within the loaded rows; undefined for other keys. `page` is the rows of half a screen. */
export function rowAfterKey(key: string, row: number, rows: number, page: number): number | undefined {
  const target = MOVE_KEYS[key]?.to(row, rows, page);
  return target === undefined ? undefined : Math.min(Math.max(target, 0), Math.max(rows - 1, 0));
}

/** Whether a key is a character that can be switched off: see `singleKeysOn`. */
export function isSingleKey(key: string): boolean {
  return /^[a-z]$/i.test(key) && (MOVE_KEYS[key] !== undefined || selectsRow(key));
}

/** Whether a key enters the table from the page: the characters that move through it. */
export function entersTable(key: string): boolean {
  return isSingleKey(key) && MOVE_KEYS[key] !== undefined;
}

/** How a column is sorted, and the sort that a click on its heading chooses; no `next` if it cannot be sorted. */
export function columnSort(column: string, sort: ImageSort) {
  const order = sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none';
  const next = IMAGE_SORT.find((key) => key === (order === 'ascending' ? `-${column}` : column));
  return { order, next } as const;
}
