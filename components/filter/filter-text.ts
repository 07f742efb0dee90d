/**
 * Edits a filter as text (`status:stale base:"debian:*"`), for what is clicked rather than typed. It knows words
 * and quotes alone; what the words mean, and whether they are right, the filter language decides.
 */

const WORD = /(?:[^\s"]|"[^"]*"?)+/g;

/** Adds the word `key:value`, or takes it away where it is there; other values of the same key give way. */
export function toggleTerm(filter: string, key: string, value: string): string {
  const term = `${key}:${quoted(value)}`;
  const words = wordsOf(filter);
  const others = words.filter((word) => !word.startsWith(`${key}:`));
  return (words.includes(term) ? others : [...others, term]).join(' ');
}

/** True where the filter has the word `key:value`. */
export function hasTerm(filter: string, key: string, value: string): boolean {
  return wordsOf(filter).includes(`${key}:${quoted(value)}`);
}

/** The filter with `key:a,b`, in the place of what it says of the key. */
export function withAnyOf(filter: string, key: string, values: readonly string[]): string {
  return [...wordsOf(withoutKey(filter, key)), `${key}:${values.map(quoted).join(',')}`].join(' ');
}

/** The filter without any word of this key. */
export function withoutKey(filter: string, key: string): string {
  return wordsOf(filter)
    .filter((word) => !word.startsWith(`${key}:`))
    .join(' ');
}

/** A value as a filter takes it: in quotes, so that nothing in it is read as syntax, unless it is a plain word. */
export function quoted(value: string): string {
  return /^[a-z-]+$/.test(value) ? value : `"${value.replaceAll('"', '')}"`;
}

function wordsOf(filter: string): string[] {
  return filter.match(WORD) ?? [];
}
