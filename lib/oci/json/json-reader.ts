import { numberOf, type WrittenNumber } from './exact-number.ts';

interface Bounds {
  readonly maxDepth: number;
  readonly maxValues: number;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** V8 copies slices up to this length; a longer one keeps the whole document in memory while it is used. */
const COPIED_SLICE = 12;

/**
 * Parses JSON text (RFC 8259) in one pass over its characters. `refuse` makes the error to throw from a problem, which
 * completes "the document is refused: …".
 */
export function readJson(text: string, bounds: Bounds, refuse: (problem: string) => Error): unknown {
  let at = 0;
  let values = 0;

  const invalid = () => refuse('it is not valid JSON');

  function skipSpace(): number {
    let code = text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      at += 1;
      code = text.charCodeAt(at);
    }
    return code;
  }

  function value(depth: number): unknown {
    values += 1;
    if (values > bounds.maxValues) throw refuse(`it has more than ${bounds.maxValues} values`);
    const code = skipSpace();
    if (code === QUOTE) return string();
    if (code === OPEN_OBJECT) return object(depth + 1);
    if (code === OPEN_ARRAY) return array(depth + 1);
    if (code === MINUS || (code >= ZERO && code <= NINE)) return number();
    if (text.startsWith('true', at)) return word(4, true);
    if (text.startsWith('false', at)) return word(5, false);
    if (text.startsWith('null', at)) return word(4, null);
    throw invalid();
  }

  function word<T>(length: number, meaning: T): T {
    at += length;
    return meaning;
  }

  function descend(depth: number): void {
    if (depth > bounds.maxDepth) throw refuse(`it is nested deeper than ${bounds.maxDepth} levels`);
    at += 1;
  }

  function object(depth: number): Record<string, unknown> {
    descend(depth);
    const found: Record<string, unknown> = {};
    if (skipSpace() === CLOSE_OBJECT) return word(1, found);
    for (;;) {
      if (skipSpace() !== QUOTE) throw invalid();
      const key = string();
      if (key === '__proto__') throw refuse('it has the key "__proto__"');
      if (Object.hasOwn(found, key)) throw refuse(`it has the key "${key.slice(0, 80)}" twice`);
      if (skipSpace() !== COLON) throw invalid();
      at += 1;
      found[key] = value(depth);
      const next = skipSpace();
      at += 1;
      if (next === CLOSE_OBJECT) return found;
      if (next !== COMMA) throw invalid();
    }
  }

  function array(depth: number): unknown[] {
    descend(depth);
    const found: unknown[] = [];
    if (skipSpace() === CLOSE_ARRAY) return word(1, found);
    for (;;) {
      found.push(value(depth));
      const next = skipSpace();
      at += 1;
      if (next === CLOSE_ARRAY) return found;
      if (next !== COMMA) throw invalid();
    }
  }

  function string(): string {
    const start = at + 1;
    let end = start;
    let escaped = false;
    for (;;) {
      const code = text.charCodeAt(end);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        escaped = true;
        end += 2;
        continue;
      }
      // Control characters, and the end of the text.
      if (!(code >= 0x20)) throw invalid();
      end += 1;
    }
    at = end + 1;
    if (!escaped && end - start <= COPIED_SLICE) return text.slice(start, end);
    try {
      return JSON.parse(text.slice(start - 1, end + 1)) as string;
    } catch {
      throw invalid();
    }
  }

  function digits(): void {
    const start = at;
    for (let code = text.charCodeAt(at); code >= ZERO && code <= NINE; code = text.charCodeAt(at)) at += 1;
    if (at === start) throw invalid();
  }

  function number(): number | WrittenNumber {
    const start = at;
    if (text.charCodeAt(at) === MINUS) at += 1;
    if (text.charCodeAt(at) === ZERO) at += 1;
    else digits();
    if (text.charCodeAt(at) === DOT) {
      at += 1;
      digits();
    }
    const exponent = text[at];
    if (exponent === 'e' || exponent === 'E') {
      at += 1;
      const sign = text[at];
      if (sign === '+' || sign === '-') at += 1;
      digits();
    }
    return numberOf(text.slice(start, at));
  }

  const whole = value(0);
  skipSpace();
  if (at !== text.length) throw invalid();
  return whole;
}
