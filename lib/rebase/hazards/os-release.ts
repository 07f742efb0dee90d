/** An `os-release` file (os-release(5)); the settings that identify a distribution have names of their own. */
export interface OsRelease {
  /** Lower-case name; `linux` where the file does not say. */
  readonly id: string;
  /** Names of what it is derived from, nearest first. */
  readonly idLike: readonly string[];
  /** `null` for rolling distributions. */
  readonly versionId: string | null;
  readonly versionCodename: string | null;
  /** For people. */
  readonly prettyName: string;
  /** Every assignment of the file. */
  readonly settings: ReadonlyMap<string, string>;
}

/**
 * Parses an os-release file (freedesktop.org, os-release(5)): lines of `NAME=value`, the value quoted by the
 * shell's rules, nothing expanded, the last assignment of a name counts. Other lines are skipped, as the manual says.
 */
export function parseOsRelease(text: string): OsRelease {
  const settings = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const assignment = /^\s*([A-Za-z_][A-Za-z0-9_]*)=(.*)$/.exec(line);
    const value = assignment ? unquote(assignment[2] ?? '') : undefined;
    if (assignment?.[1] !== undefined && value !== undefined) settings.set(assignment[1], value);
  }
  const setting = (key: string) => settings.get(key) || null;
  return {
    id: setting('ID')?.toLowerCase() ?? 'linux',
    idLike: (setting('ID_LIKE') ?? '').toLowerCase().split(/\s+/).filter(Boolean),
    versionId: setting('VERSION_ID'),
    versionCodename: setting('VERSION_CODENAME'),
    prettyName: setting('PRETTY_NAME') ?? setting('NAME') ?? setting('ID') ?? 'Linux',
    settings,
  };
}

/** The text that a shell makes of a word, without expansions; `undefined` where a quote is left open. */
function unquote(word: string): string | undefined {
  let value = '';
  let quote: '"' | "'" | undefined;
  for (let at = 0; at < word.length; at++) {
    const char = word.charAt(at);
    const next = word.charAt(at + 1);
    if (char === quote) quote = undefined;
    else if (quote === "'") value += char;
    else if (char === '\\' && next !== '') {
      // Within double quotes a backslash protects these alone, and is itself text before others.
      value += quote === undefined || '"\\$`'.includes(next) ? next : `\\${next}`;
      at += 1;
    } else if (quote === undefined && (char === '"' || char === "'")) quote = char;
    else if (quote === undefined && /\s/.test(char)) return value;
    else value += char;
  }
  return quote === undefined ? value : undefined;
}
