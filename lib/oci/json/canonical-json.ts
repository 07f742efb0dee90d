import { isVerbatim } from './exact-number.ts';

/**
 * JSON text that is equal for equal values: keys are sorted by UTF-16 code units at every level. Numbers keep the text
 * they had in their document (`WrittenNumber`), so this is not RFC 8785. `change` replaces a value before it is written;
 * `undefined` leaves it out, and has no text itself.
 */
export function canonicalJson(value: object, change?: (value: unknown) => unknown): string;
export function canonicalJson(value: unknown, change?: (value: unknown) => unknown): string | undefined;
export function canonicalJson(
  value: unknown,
  change: (value: unknown) => unknown = (each) => each,
): string | undefined {
  return JSON.stringify(value, (_key, each: unknown) => withSortedKeys(change(each)));
}

function withSortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isVerbatim(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
