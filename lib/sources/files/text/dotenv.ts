const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/;

/**
 * The variables of a `.env` file (compose-spec, § Interpolation; docs.docker.com/compose/environment-variables). A value that
 * uses other variables is not known.
 */
export function readDotenv(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, raw = ''] = LINE.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = /^'([^']*)'|^"([^"\\]*)"/.exec(raw);
    const value = quoted ? (quoted[1] ?? quoted[2] ?? '') : raw.replace(/(?:^|\s)#.*$/, '').trim();
    const isKnown = quoted?.[1] !== undefined || !/[$\\]/.test(value);
    if (isKnown) values.set(name, value);
    else values.delete(name);
  }
  return values;
}
