/** A challenge of a `WWW-Authenticate` header (RFC 9110 § 11.6.1); scheme and parameter names in lower case. */
export interface Challenge {
  readonly scheme: string;
  readonly params: ReadonlyMap<string, string>;
}

const TOKEN = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN68 = /[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/y;
const SEPARATORS = /[\s,]*/y;
const MAX_HEADER = 16 * 1024;

/**
 * Parses all challenges of the header's values. One value may hold several, and quoted strings may hold commas and
 * escapes. Malformed text ends its value and keeps the challenges before it. Never throws.
 */
export function parseChallenges(values: readonly string[]): Challenge[] {
  return values.flatMap((value) => (value.length > MAX_HEADER ? [] : parseValue(value)));
}

function parseValue(text: string): Challenge[] {
  const challenges: Challenge[] = [];
  let params: Map<string, string> | undefined;
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    take(SEPARATORS);
    const word = take(TOKEN)?.[0];
    if (word === undefined) break;
    const afterWord = at;
    take(/[ \t]*/y);
    if (text[at] === '=' && params) {
      at += 1;
      take(/[ \t]*/y);
      const quoted = take(QUOTED);
      const value = quoted ? (quoted[1] ?? '').replace(/\\(.)/g, '$1') : take(TOKEN)?.[0];
      if (value === undefined) break;
      const name = word.toLowerCase();
      if (!params.has(name)) params.set(name, value);
      continue;
    }
    if (text[at] === '=') break;
    params = new Map();
    challenges.push({ scheme: word.toLowerCase(), params });
    if (at > afterWord && !/^[^\s,=]+\s*=(?!=|\s*(?:,|$))/.test(text.slice(at))) take(TOKEN68);
  }
  return challenges;
}
