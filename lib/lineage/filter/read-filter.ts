import { FilterSyntaxError } from './filter-error.ts';
import type { FilterNode } from './filter-node.ts';
import { makeTerm, type WrittenValue } from './filter-term.ts';

/**
 * Values in all terms, as many as a person writes. Each costs a comparison with every image, and a text of the
 * permitted length could hold a thousand.
 */
const MAX_VALUES = 64;
/** Parentheses and negations in one another. */
const MAX_DEPTH = 10;
/** With more words than this, words match as they are written: looking for similar ones costs more. */
const MAX_FUZZY = 8;

/** Reads the text of a filter, from left to right. Throws {@link FilterSyntaxError}. */
export function readFilter(text: string): readonly FilterNode[] {
  const reader = new FilterReader(text);
  const node = reader.readAny(0);
  reader.expectEnd();
  const filter = node === undefined ? [] : 'all' in node ? node.all : [node];
  return reader.words > MAX_FUZZY ? filter.map(exactly) : filter;
}

class FilterReader {
  /** Values of free text so far. */
  words = 0;
  #values = 0;
  #at = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.#skipSpace();
  }

  /** Conditions between `OR`, of which any must hold; `undefined` at the end of the text or of the parentheses. */
  readAny(depth: number): FilterNode | undefined {
    const nodes: FilterNode[] = [];
    for (;;) {
      const node = this.#readAll(depth);
      if (node === undefined) {
        if (nodes.length > 0 || this.#operator(['OR']) !== undefined) this.#missing('OR');
        return undefined;
      }
      nodes.push(...('any' in node ? node.any : [node]));
      const operator = this.#operator(['OR']);
      if (operator === undefined) break;
      this.#pass(operator);
    }
    const [only] = nodes;
    return nodes.length === 1 ? only : { any: nodes };
  }

  expectEnd(): void {
    if (this.#at >= this.#text.length) return;
    throw new FilterSyntaxError(this.#at, 'this parenthesis was never opened; remove it, or add (');
  }

  /** Conditions one after the other, with or without `AND`, all of which must hold. */
  #readAll(depth: number): FilterNode | undefined {
    const nodes: FilterNode[] = [];
    for (;;) {
      const operator = this.#operator(['AND']);
      if (operator !== undefined) {
        if (nodes.length === 0) this.#missing('AND');
        this.#pass(operator);
      }
      const node = this.#readOne(depth);
      if (node === undefined) {
        if (operator !== undefined) this.#missing('AND');
        break;
      }
      nodes.push(...('all' in node ? node.all : [node]));
    }
    const [only] = nodes;
    return nodes.length < 2 ? only : { all: nodes };
  }

  /** A term, a negation or a group; `undefined` before `OR`, `)` and the end. */
  #readOne(depth: number): FilterNode | undefined {
    const start = this.#at;
    const character = this.#text.charAt(start);
    if (character === '' || character === ')' || this.#operator(['OR']) !== undefined) return undefined;
    if (depth > MAX_DEPTH) {
      const problem = `parentheses and negations can be nested at most ${MAX_DEPTH} deep`;
      throw new FilterSyntaxError(start, problem);
    }
    const operator = this.#operator(['NOT']) ?? (/[-!]/.test(character) ? character : undefined);
    if (operator !== undefined) {
      if (operator.length > 1) this.#pass(operator);
      else this.#at += 1;
      const negated = this.#readOne(depth + 1);
      if (negated === undefined) this.#missing(operator);
      return 'not' in negated ? negated.not : { not: negated };
    }
    return character === '(' ? this.#readGroup(depth) : this.#readTerm();
  }

  #readGroup(depth: number): FilterNode {
    const start = this.#at;
    this.#pass('(');
    const node = this.readAny(depth + 1);
    if (this.#text.charAt(this.#at) !== ')')
      throw new FilterSyntaxError(start, 'this parenthesis is never closed; add )');
    if (node === undefined)
      throw new FilterSyntaxError(start, 'there is nothing between these parentheses; remove them');
    this.#pass(')');
    return node;
  }

  #readTerm(): FilterNode {
    const start = this.#at;
    // Hosts have dots, digits or slashes before their colon: `127.0.0.1:5000/app` is text, not a key.
    const key = /^([a-z]+):/i.exec(this.#text.slice(start, start + 32))?.[1];
    if (key !== undefined) this.#at += key.length + 1;
    const values = this.#readValues(key);
    const term = makeTerm(key?.toLowerCase(), values, start);
    this.#values += values.length;
    if (term.key === 'text') this.words += values.length;
    if (this.#values > MAX_VALUES)
      throw new FilterSyntaxError(start, `a filter can have at most ${MAX_VALUES} values`);
    this.#skipSpace();
    return term;
  }

  #readValues(key: string | undefined): WrittenValue[] {
    const text = this.#text;
    const values: WrittenValue[] = [];
    let value = { text: '', position: this.#at, quoted: false };
    for (; this.#at < text.length && !/[\s()]/.test(text.charAt(this.#at)); this.#at++) {
      const character = text.charAt(this.#at);
      if (character === '"') {
        const close = text.indexOf('"', this.#at + 1);
        if (close < 0) throw new FilterSyntaxError(this.#at, 'this quote is never closed; add "');
        value.text += text.slice(this.#at + 1, close);
        value.quoted = true;
        this.#at = close;
      } else if (character === ',') {
        values.push(present(value));
        value = { text: '', position: this.#at + 1, quoted: false };
      } else value.text += character;
    }
    if (value.text === '' && key !== undefined && text.charAt(this.#at) === '(') {
      throw new FilterSyntaxError(this.#at, `a key has no parentheses; write ${key}:a,b for any of several`);
    }
    return [...values, present(value)];
  }

  /**
   * The operator at this place, as it is written. Written small, it is one only where something follows it that it can
   * apply to: a search for `or` alone is a search for the text.
   */
  #operator(names: readonly string[]): string | undefined {
    const word = /^(?:and|or|not)(?=[\s()]|$)/i.exec(this.#text.slice(this.#at, this.#at + 4))?.[0];
    if (word === undefined || !names.includes(word.toUpperCase())) return undefined;
    if (word === word.toUpperCase()) return word;
    const before = /[^\s(]\s*$/.test(this.#text.slice(0, this.#at));
    const after = /^\s*[^\s)]/.test(this.#text.slice(this.#at + word.length));
    return after && (before || word.toLowerCase() === 'not') ? word : undefined;
  }

  /** Goes on after a token that is here, and the space behind it. */
  #pass(token: string): void {
    this.#at += token.length;
    this.#skipSpace();
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #missing(operator: string): never {
    const written = /[a-z]/i.test(operator);
    const problem = written
      ? `a condition is missing beside ${operator.toUpperCase()}; write one, or put "${operator.toLowerCase()}" in quotes`
      : `a value is missing after ${operator}`;
    throw new FilterSyntaxError(this.#at, problem);
  }
}

function present(value: WrittenValue): WrittenValue {
  if (value.text !== '') return value;
  throw new FilterSyntaxError(value.position, 'a value is missing');
}

function exactly(node: FilterNode): FilterNode {
  if ('key' in node) return node.key === 'text' ? { ...node, exact: true } : node;
  if ('not' in node) return { not: exactly(node.not) };
  return 'any' in node ? { any: node.any.map(exactly) } : { all: node.all.map(exactly) };
}
