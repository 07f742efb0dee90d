/**
 * Edits a filter as text (`status:stale base:"debian:*"`), for filters that are clicked rather than typed. These
 * functions know words and quotes only; `lib/lineage/filter` parses what the words mean.
 */

const WORD = /(?:[^\s"]|"[^"]*"?)+/g;

/** Adds the term `key:value` in place of other terms of the key, or removes it if it is there. */
export function toggleTerm(filter: string, key: string, value: string): string {
  const term = `${key}:${quoted(value)}`;
  const words = wordsOf(filter);
  const others = words.filter((word) => !word.startsWith(`${key}:`));
  return (words.includes(term) ? others : [...others, term]).join(' ');
}

/** True if the filter has the term `key:value`. */
export function hasTerm(filter: string, key: string, value: string): boolean {
  return wordsOf(filter).includes(`${key}:${quoted(value)}`);
}

/** The filter with the term `key:a,b` in place of other terms of the key. */
export function withAnyOf(filter: string, key: string, values: readonly string[]): string {
  return [...wordsOf(withoutKey(filter, key)), `${key}:${values.map(quoted).join(',')}`].join(' ');
}

/** The filter without the terms of a key. */
export function withoutKey(filter: string, key: string): string {
  return wordsOf(filter)
    .filter((word) => !word.startsWith(`${key}:`))
    .join(' ');
}

/** A value as part of a filter: in quotes unless it is a plain word, so that nothing in it counts as syntax. */
export function quoted(value: string): string {
  return /^[a-z-]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`;
}

function wordsOf(filter: string): string[] {
  return filter.match(WORD) ?? [];
}
