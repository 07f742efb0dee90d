import { FILTER_ANSWERS, FILTER_KEYS, FILTER_TRAITS, PATTERN_KEYS } from '../vocabulary/filter-keys.ts';
import { STATUS, STATUSES, type Status } from '../vocabulary/status.ts';
import { AGE_UNIT, type Age, COMPARISON, formatAge, parseAge } from './filter-age.ts';
import { FilterSyntaxError } from './filter-error.ts';

/** One comparison: it holds if any of its values does. There is at least one value, none has a quote. */
export type FilterTerm =
  | { readonly key: 'status'; readonly values: readonly Status[] }
  | { readonly key: 'is'; readonly values: readonly (typeof FILTER_TRAITS)[number][] }
  | { readonly key: 'public' | 'running'; readonly values: readonly (typeof FILTER_ANSWERS)[number][] }
  | { readonly key: 'behind'; readonly values: readonly Age[] }
  /** The first hex digits of a digest, in lower case, with its algorithm or without. */
  | { readonly key: 'digest'; readonly values: readonly string[] }
  /** Patterns with `*`, which match a whole value. */
  | { readonly key: (typeof PATTERN_KEYS)[number]; readonly values: readonly string[] }
  /** Patterns with `*`, which match anywhere in the reference; or, unless `exact`, words that resemble a part of it. */
  | { readonly key: 'text'; readonly values: readonly string[]; readonly exact: boolean };

/** A value as written, without its quotes. */
export interface WrittenValue {
  readonly text: string;
  /** Where it begins in the filter's text. */
  readonly position: number;
  readonly quoted: boolean;
}

/** `*` in one value: each makes a comparison longer. */
const MAX_WILDCARDS = 8;

/**
 * The term of a key (`undefined` for free text) and its values. `position` is where the term begins. Throws
 * {@link FilterSyntaxError}.
 */
export function makeTerm(
  key: string | undefined,
  values: readonly WrittenValue[],
  position: number,
): FilterTerm {
  const texts = values.map(withFewWildcards);
  if (key === undefined) {
    // What has to be in quotes is exact, so that the term is the same when it is read again.
    const exact = values.some(({ text, quoted }) => quoted || quoteWhereNeeded(text, true) !== text);
    return { key: 'text', values: texts, exact };
  }
  const pattern = PATTERN_KEYS.find((known) => known === key);
  if (pattern !== undefined) return { key: pattern, values: texts };
  if (key === 'status') return { key, values: values.map(readStatus) };
  if (key === 'behind') return { key, values: values.map(readAge) };
  if (key === 'digest') return { key, values: values.map(readDigest) };
  if (key === 'is') return { key, values: values.map((value) => choose(value, FILTER_TRAITS, 'trait')) };
  if (key === 'public' || key === 'running')
    return { key, values: values.map((value) => choose(value, FILTER_ANSWERS, 'answer')) };
  const problem = `there is no key "${key}"; to look for this as text, put it in quotes`;
  throw new FilterSyntaxError(position, problem, FILTER_KEYS);
}

/** The first digits of a digest that a text is, in lower case; `undefined` if it cannot be one. */
export function digestPrefix(text: string): string | undefined {
  return /^(?:sha(?:256|512):)?[0-9a-f]{6,128}$/i.test(text) ? text.toLowerCase() : undefined;
}

/** Writes a term so that it reads as the same again. */
export function formatTerm(term: FilterTerm): string {
  switch (term.key) {
    case 'text':
      return term.values
        .map((value) => (term.exact ? `"${value}"` : quoteWhereNeeded(value, true)))
        .join(',');
    case 'behind':
      return `${term.key}:${term.values.map(formatAge).join(',')}`;
    default:
      return `${term.key}:${term.values.map((value) => quoteWhereNeeded(value, false)).join(',')}`;
  }
}

function withFewWildcards({ text, position }: WrittenValue): string {
  // A run of `*` is one.
  if (text.replace(/\*+/g, '*').split('*').length - 1 <= MAX_WILDCARDS) return text;
  throw new FilterSyntaxError(position, `a value can have at most ${MAX_WILDCARDS} wildcards`);
}

/** A status by its name, or by the word that pages show for it. */
function readStatus(value: WrittenValue): Status {
  const spoken = asSpoken(value.text);
  const shown = STATUS.find((status) => asSpoken(STATUSES[status].word) === spoken);
  return shown ?? choose({ ...value, text: spoken }, STATUS, 'status', value.text);
}

function asSpoken(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function readAge({ text, position }: WrittenValue): Age {
  const age = parseAge(text);
  if (age !== undefined) return age;
  const form = `write ${COMPARISON.join(', ')} or nothing, a number and one of ${AGE_UNIT.join(', ')}: behind:>30d`;
  throw new FilterSyntaxError(position, `"${text}" is not a length of time; ${form}`);
}

function readDigest({ text, position }: WrittenValue): string {
  const prefix = digestPrefix(text);
  if (prefix !== undefined) return prefix;
  const form = 'write at least its first 6 hexadecimal digits, with or without sha256:';
  throw new FilterSyntaxError(position, `"${text}" is not the beginning of a digest; ${form}`);
}

function choose<T extends string>(
  { text, position }: WrittenValue,
  allowed: readonly T[],
  what: string,
  written = text,
): T {
  const known = allowed.find((choice) => choice === text.toLowerCase());
  if (known !== undefined) return known;
  throw new FilterSyntaxError(position, `there is no ${what} "${written}"`, allowed);
}

function quoteWhereNeeded(value: string, isText: boolean): string {
  const readsAsSyntax = /[\s,"()]/.test(value) || (isText && /^[-!]|^[a-z]+:|^(?:and|or|not)$/i.test(value));
  return readsAsSyntax ? `"${value}"` : value;
}
