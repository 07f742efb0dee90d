/**
 * Edits a filter as text (`status:stale base:"debian:*"`), for filters that are clicked rather than typed. These
 * functions know words, quotes, parentheses and operators; `lib/lineage/filter` parses what the words mean.
 */

const TOKEN = /\s+|[()]|"[^"]*"?|[^\s"()]+/g;

/** Adds the term `key:value` in place of other terms of the key, or removes it if it is there. */
export function toggleTerm(filter: string, key: string, value: string): string {
  const term = `${key}:${quoted(value)}`;
  const isOn = conditionsOf(filter).includes(term);
  return isOn ? withoutKey(filter, key) : withTerm(withoutKey(filter, key), term);
}

/** Adds the term `key:value` beside other terms of the key, or removes it if it is there. */
export function toggleBeside(filter: string, key: string, value: string): string {
  const term = `${key}:${quoted(value)}`;
  const conditions = conditionsOf(filter);
  if (!conditions.includes(term)) return withTerm(filter, term);
  return conditions.filter((condition) => condition !== term).join(' ');
}

/** True if the filter has the term `key:value`. */
export function hasTerm(filter: string, key: string, value: string): boolean {
  return conditionsOf(filter).includes(`${key}:${quoted(value)}`);
}

/** The filter with the term `key:a,b` in place of other terms of the key. */
export function withAnyOf(filter: string, key: string, values: readonly string[]): string {
  return withTerm(withoutKey(filter, key), `${key}:${values.map(quoted).join(',')}`);
}

/** The filter with another one that must hold too. */
export function withTerm(filter: string, other: string): string {
  if (filter.trim() === '') return other.trim();
  return [...conditionsOf(filter), ...conditionsOf(other)].join(' ');
}

/** The filter without the terms of a key that all images must match. */
export function withoutKey(filter: string, key: string): string {
  const conditions = conditionsOf(filter);
  const others = conditions.filter((condition) => !condition.startsWith(`${key}:`));
  return others.length === conditions.length ? filter.trim() : others.join(' ');
}

/** A value as part of a filter: in quotes unless it is a plain word, so that nothing in it counts as syntax. */
export function quoted(value: string): string {
  const isPlain = /^[a-z0-9][a-z0-9./_-]*$/.test(value) && !/^(?:and|or|not)$/.test(value);
  return isPlain ? value : `"${value.replaceAll('"', '')}"`;
}

/** The conditions of a filter that must all hold, as they are written; one in parentheses if the filter is an `OR`. */
function conditionsOf(filter: string): string[] {
  const conditions: string[] = [];
  let condition = '';
  let depth = 0;
  for (const [token] of filter.trim().matchAll(TOKEN)) {
    if (depth === 0 && /^\s/.test(token) && !/^not$/i.test(condition)) {
      conditions.push(condition);
      condition = '';
      continue;
    }
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    condition += token;
  }
  if (condition !== '') conditions.push(condition);
  const isBetween = (at: number) => at > 0 && at < conditions.length - 1;
  if (conditions.some((each, at) => /^or$/i.test(each) && isBetween(at))) return [`(${filter.trim()})`];
  return conditions.filter((each, at) => !(/^and$/i.test(each) && isBetween(at)));
}
