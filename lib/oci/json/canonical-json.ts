import { isVerbatim } from './exact-number.ts';

/**
 * JSON text that is equal for equal values: keys are sorted by UTF-16 code units at every level. Numbers keep the text
 * they had in their document (`WrittenNumber`), so this is not RFC 8785. `change` replaces a value before it is written,
 * by the value and its key, index or, for the whole, an empty string; `undefined` leaves it out, and has no text itself.
 */
export function canonicalJson(value: object, change?: Change): string;
export function canonicalJson(value: unknown, change?: Change): string | undefined;
export function canonicalJson(value: unknown, change: Change = (each) => each): string | undefined {
  return JSON.stringify(value, (key, each: unknown) => withSortedKeys(change(each, key)));
}

type Change = (value: unknown, key: string) => unknown;

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isVerbatim(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
