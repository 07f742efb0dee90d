import { STATUS, type Status } from '../vocabulary/status.ts';

/**
 * The one filter language of table, graph and API, as plain data. A text is words apart by spaces, each a term,
 * all of which must hold:
 *
 *     status:stale,broken -base:"debian:*" registry:ghcr.io repo:apps/* tag:1.* platform:arm64
 *     ancestor:"debian:*" is:sample public:no shop
 *
 * `,` is "any of"; a leading `-` negates a term; `*` matches any run of characters, `/` included; letter
 * case never matters. Quotes take spaces, commas and colons as they are (`*` stays a wildcard in them); a value
 * cannot hold a quote, which no reference has. A word without a key matches anywhere in the reference.
 */
export type Filter = readonly FilterTerm[];

export type FilterTerm =
  | {
      readonly key: 'status';
      readonly values: readonly Status[];
      readonly negated: boolean;
    }
  | {
      readonly key: 'is';
      readonly values: readonly (typeof FILTER_TRAITS)[number][];
      readonly negated: boolean;
    }
  | {
      readonly key: 'public';
      readonly values: readonly (typeof FILTER_ANSWERS)[number][];
      readonly negated: boolean;
    }
  | {
      readonly key: (typeof PATTERN_KEYS)[number] | 'text';
      /** Patterns with `*`; never empty, never with a quote. `text` matches anywhere in the reference, the others a whole value. */
      readonly values: readonly string[];
      readonly negated: boolean;
    };

/** Keys whose values are patterns. */
export const PATTERN_KEYS = ['base', 'ancestor', 'registry', 'repo', 'tag', 'platform'] as const;
/** The values of `is:`. */
export const FILTER_TRAITS = ['sample'] as const;
/** The values of `public:`. */
export const FILTER_ANSWERS = ['yes', 'no'] as const;
/** Every key, in the order they are offered. */
export const FILTER_KEYS = ['status', ...PATTERN_KEYS, 'is', 'public'] as const;

/** A text that is not a filter; `message` says where, what is wrong and what is allowed. */
export class FilterSyntaxError extends Error {
  override name = 'FilterSyntaxError';
  /** The position of the error: an index into the text, from 0. */
  readonly position: number;
  /** The allowed values, if the list is short. */
  readonly allowed: readonly string[];
  constructor(position: number, problem: string, allowed: readonly string[] = []) {
    const choice = allowed.length === 0 ? '' : ` Allowed: ${allowed.join(', ')}.`;
    super(`The filter is wrong at character ${position + 1}: ${problem}.${choice}`);
    this.position = position;
    this.allowed = allowed;
  }
}

/** Characters, as many as the HTTP contract lets through. */
const MAX_LENGTH = 2000;
/**
 * Values in all terms, as many as a person writes. Each costs a comparison with every image, and a text of the
 * permitted length could hold a thousand.
 */
const MAX_VALUES = 64;
/** `*` in one value: each makes a comparison longer. */
const MAX_WILDCARDS = 8;

interface Value {
  readonly text: string;
  readonly position: number;
}

/** Reads a filter; an empty text is the empty filter, which matches everything. Throws {@link FilterSyntaxError}. */
export function parseFilter(text: string): Filter {
  if (text.length > MAX_LENGTH) {
    throw new FilterSyntaxError(MAX_LENGTH, `a filter has at most ${MAX_LENGTH} characters`);
  }
  const unstorable = text.search(/\0|\p{Cs}/u);
  if (unstorable >= 0)
    throw new FilterSyntaxError(unstorable, 'a NUL or a lone surrogate cannot be in a filter');
  const terms: FilterTerm[] = [];
  let count = 0;
  const word = /\S/g;
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    const { term, end } = readTerm(text, found.index);
    terms.push(term);
    count += term.values.length;
    if (count > MAX_VALUES) {
      const problem = `a filter can have at most ${MAX_VALUES} values`;
      throw new FilterSyntaxError(found.index, problem);
    }
    word.lastIndex = end;
  }
  return terms;
}

/** Writes a filter so that {@link parseFilter} reads the same back, quoted only where it has to be. */
export function formatFilter(filter: Filter): string {
  return filter
    .map(({ key, values, negated }) => {
      const list = values.map((value) => quoteWhereNeeded(value, key === 'text')).join(',');
      return `${negated ? '-' : ''}${key === 'text' ? '' : `${key}:`}${list}`;
    })
    .join(' ');
}

function readTerm(text: string, start: number): { term: FilterTerm; end: number } {
  const negated = text[start] === '-';
  const from = negated ? start + 1 : start;
  // Hosts have dots, digits or slashes before their colon: `127.0.0.1:5000/app` is text, not a key.
  const key = /^([a-z]+):/i.exec(text.slice(from, from + 32))?.[1];
  const { values, end } = readValues(text, key === undefined ? from : from + key.length + 1);
  return { term: makeTerm(key?.toLowerCase(), values, negated, from), end };
}

function readValues(text: string, start: number): { values: Value[]; end: number } {
  const values: Value[] = [];
  let position = start;
  let value = '';
  let index = start;
  const finish = () => {
    if (value === '') throw new FilterSyntaxError(position, 'a value is missing');
    values.push({ text: value, position });
    value = '';
  };
  for (; index < text.length && !/\s/.test(text.charAt(index)); index++) {
    const character = text.charAt(index);
    if (character === '"') {
      const close = text.indexOf('"', index + 1);
      if (close < 0) throw new FilterSyntaxError(index, 'this quote is never closed');
      value += text.slice(index + 1, close);
      index = close;
    } else if (character === ',') {
      finish();
      position = index + 1;
    } else value += character;
  }
  finish();
  return { values, end: index };
}

function makeTerm(key: string | undefined, values: Value[], negated: boolean, position: number): FilterTerm {
  const texts = values.map(({ text, position: at }) => {
    // A run of `*` is one.
    if (text.replace(/\*+/g, '*').split('*').length - 1 <= MAX_WILDCARDS) return text;
    throw new FilterSyntaxError(at, `a value can have at most ${MAX_WILDCARDS} wildcards`);
  });
  if (key === undefined) return { key: 'text', values: texts, negated };
  const pattern = PATTERN_KEYS.find((known) => known === key);
  if (pattern !== undefined) return { key: pattern, values: texts, negated };
  if (key === 'status') return { key, values: choose(values, STATUS, 'status'), negated };
  if (key === 'is') return { key, values: choose(values, FILTER_TRAITS, 'trait'), negated };
  if (key === 'public') return { key, values: choose(values, FILTER_ANSWERS, 'answer'), negated };
  const problem = `there is no key "${key}"; to look for this as text, put it in quotes`;
  throw new FilterSyntaxError(position, problem, FILTER_KEYS);
}

function choose<T extends string>(values: readonly Value[], allowed: readonly T[], what: string): T[] {
  return values.map(({ text, position }) => {
    const known = allowed.find((choice) => choice === text.toLowerCase());
    if (known !== undefined) return known;
    throw new FilterSyntaxError(position, `there is no ${what} "${text}"`, allowed);
  });
}

function quoteWhereNeeded(value: string, isText: boolean): string {
  const readsAsSyntax = /[\s,"]/.test(value) || (isText && /^-|^[a-z]+:/i.test(value));
  return readsAsSyntax ? `"${value}"` : value;
}
