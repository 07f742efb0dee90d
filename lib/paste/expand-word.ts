import { matchesPattern } from './match-pattern.ts';

/**
 * A build argument: its value, or why it has none. `unset`: declared without a default, so only the command line sets
 * it. `platform`: BuildKit sets it for each platform.
 */
export type BuildArgument =
  | { readonly state: 'set'; readonly value: Expanded }
  | { readonly state: 'unset' | 'platform' };

/** A word after expansion. An unknown argument leaves {@link HOLE} in the text and its name in `missing`. */
export interface Expanded {
  readonly text: string;
  readonly missing: readonly string[];
}

/** Marks text that is not known; a character that no Dockerfile contains. */
export const HOLE = '\0';

/** The word is longer than any image name: arguments can double each other. */
export class WordTooLongError extends Error {
  override name = 'WordTooLongError';
}

const MAX_LENGTH = 4096;
const NAME = /^(?:[A-Za-z_]\w*)/;

/**
 * Expands a word as BuildKit's shell lexer does (Dockerfile reference, § Environment replacement): quotes, escapes,
 * `$NAME`, `${NAME}`, and the modifiers `-`, `+`, `?` (also with `:`), `#`, `##`, `%`, `%%`, `/` and `//`. A name that
 * nothing declares expands to nothing. Throws {@link WordTooLongError}.
 */
export function expandWord(
  word: string,
  known: ReadonlyMap<string, BuildArgument>,
  escapeSign = '\\',
): Expanded {
  let at = 0;
  const missing = new Set<string>();
  // A hole in the input would match anything.
  const source = word.replaceAll(HOLE, '');
  const tooLong = () => new WordTooLongError(`it is longer than ${MAX_LENGTH} characters`);
  if (source.length > MAX_LENGTH) throw tooLong();

  const use = ({ text, missing: names }: Expanded): string => {
    for (const name of names) missing.add(name);
    return text;
  };

  /** Text up to one of `ends`, or to the end. */
  function read(ends: string): string {
    let text = '';
    while (at < source.length && !ends.includes(source[at] ?? '')) {
      text += piece();
      if (text.length > MAX_LENGTH) throw tooLong();
    }
    return text;
  }

  function piece(): string {
    const sign = source[at] ?? '';
    if (sign === "'") return singleQuoted();
    if (sign === '"') return doubleQuoted();
    if (sign === '$') return dollar();
    at += 1;
    if (sign !== escapeSign) return sign;
    at += 1;
    return source[at - 1] ?? '';
  }

  function singleQuoted(): string {
    const end = source.indexOf("'", at + 1);
    const text = source.slice(at + 1, end < 0 ? source.length : end);
    at = end < 0 ? source.length : end + 1;
    return text;
  }

  function doubleQuoted(): string {
    at += 1;
    let text = '';
    while (at < source.length && source[at] !== '"') {
      const sign = source[at] ?? '';
      if (sign === '$') {
        text += dollar();
      } else if (sign === escapeSign && ['"', '$', escapeSign].includes(source[at + 1] ?? '')) {
        text += source[at + 1];
        at += 2;
      } else {
        text += sign;
        at += 1;
      }
    }
    at += 1;
    return text;
  }

  function dollar(): string {
    at += 1;
    if (source[at] !== '{') {
      const name = NAME.exec(source.slice(at))?.[0];
      if (name === undefined) return '$';
      at += name.length;
      return plain(name);
    }
    at += 1;
    const name = NAME.exec(source.slice(at))?.[0] ?? '';
    at += name.length;
    const operator = /^(?::?[-+?]|##?|%%?|\/\/?)/.exec(source.slice(at))?.[0] ?? '';
    at += operator.length;
    const first = read(operator.startsWith('/') ? '/}' : '}');
    let second = '';
    if (operator.startsWith('/') && source[at] === '/') {
      at += 1;
      second = read('}');
    }
    at += 1;
    return operator === '' ? plain(name) : modified(name, operator, first, second);
  }

  function plain(name: string): string {
    const argument = known.get(name);
    if (argument === undefined) return '';
    return argument.state === 'set' ? use(argument.value) : hole(name);
  }

  function hole(name: string): string {
    missing.add(name);
    return HOLE;
  }

  function modified(name: string, operator: string, first: string, second: string): string {
    const argument = known.get(name);
    if (argument?.state === 'platform') return hole(name);
    const value = argument?.state === 'set' ? use(argument.value) : undefined;
    if (value?.includes(HOLE)) return value;
    const given = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    switch (operator.at(-1)) {
      case '-':
        return given ? (value ?? '') : first;
      case '+':
        return given ? first : '';
      case '?':
        return given ? (value ?? '') : hole(name);
      default:
        if (value === undefined) return plain(name);
        return operator.startsWith('/')
          ? replaced(value, first, second, operator === '//')
          : trimmed(value, first, operator);
    }
  }

  const text = read('');
  return { text, missing: [...missing] };
}

/** `#` and `##` remove a prefix, `%` and `%%` a suffix: the shortest that matches, or if doubled the longest. */
function trimmed(value: string, pattern: string, operator: string): string {
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  if (operator.length === 2) lengths.reverse();
  const part = (length: number) =>
    operator.startsWith('#') ? value.slice(0, length) : value.slice(value.length - length);
  const found = lengths.find((length) => matchesPattern(part(length), pattern));
  if (found === undefined) return value;
  return operator.startsWith('#') ? value.slice(found) : value.slice(0, value.length - found);
}

/** Replaces the longest match of a pattern at its first place, or at every place. */
function replaced(value: string, pattern: string, replacement: string, all: boolean): string {
  let text = '';
  for (let at = 0; at < value.length; ) {
    let end = value.length;
    while (end > at && !matchesPattern(value.slice(at, end), pattern)) end -= 1;
    if (end === at) {
      text += value[at];
      at += 1;
      continue;
    }
    text += replacement;
    if (!all) return text + value.slice(end);
    at = end;
  }
  return text;
}
