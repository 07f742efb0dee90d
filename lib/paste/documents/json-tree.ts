import { DocumentSyntaxError, MAX_DEPTH, type Tree } from './tree.ts';

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\n]|\\[^\n])*"/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/**
 * Parses JSON values, one after another (RFC 8259; several as `docker ps --format json` prints them, one a line), with
 * their lines, which `JSON.parse` does not give. Throws {@link DocumentSyntaxError}.
 */
export function parseJsonTrees(source: string): Tree[] {
  let at = 0;
  let line = 1;
  let counted = 0;

  const lineHere = () => {
    for (let next = source.indexOf('\n', counted); next >= 0 && next < at; ) {
      line += 1;
      counted = next + 1;
      next = source.indexOf('\n', counted);
    }
    return line;
  };
  const fail = (problem: string): never => {
    throw new DocumentSyntaxError(problem, lineHere());
  };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0];
    if (text !== undefined) at += text.length;
    return text;
  };
  const takeSign = (sign: string): boolean => {
    take(SPACE);
    if (source[at] !== sign) return false;
    at += 1;
    return true;
  };
  const readString = (): string => {
    take(SPACE);
    const text = take(STRING) ?? fail('a text in double quotes is expected');
    try {
      return JSON.parse(text) as string;
    } catch {
      return fail('this text has an invalid escape');
    }
  };

  const read = (depth: number): Tree => {
    if (depth > MAX_DEPTH) fail(`it is nested deeper than ${MAX_DEPTH} levels`);
    take(SPACE);
    const here = lineHere();
    if (takeSign('{')) {
      const entries = new Map<string, Tree>();
      if (takeSign('}')) return { kind: 'map', line: here, entries };
      do {
        const key = readString();
        if (!takeSign(':')) fail('":" is expected');
        entries.set(key, read(depth + 1));
      } while (takeSign(','));
      if (!takeSign('}')) fail('"," or "}" is expected');
      return { kind: 'map', line: here, entries };
    }
    if (takeSign('[')) {
      const items: Tree[] = [];
      if (takeSign(']')) return { kind: 'list', line: here, items };
      do items.push(read(depth + 1));
      while (takeSign(','));
      if (!takeSign(']')) fail('"," or "]" is expected');
      return { kind: 'list', line: here, items };
    }
    if (source[at] === '"') return { kind: 'scalar', line: here, text: readString(), type: 'text' };
    const number = take(NUMBER);
    if (number !== undefined) return { kind: 'scalar', line: here, text: number, type: 'number' };
    const word = take(WORD) ?? fail(at >= source.length ? 'it ends too early' : 'a value is expected');
    return { kind: 'scalar', line: here, text: word, type: 'other' };
  };

  const trees: Tree[] = [];
  for (take(SPACE); at < source.length; take(SPACE)) trees.push(read(0));
  return trees;
}
