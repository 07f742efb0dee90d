import type { ConfigConflict } from '../merged-changes.ts';

type Env = readonly string[];

/** Variables by name, in their order. If a name is given twice the last value counts, as in runtimes. */
export function parseEnv(env: Env): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of env) {
    const at = line.indexOf('=');
    if (at < 0) values.set(line, '');
    else values.set(line.slice(0, at), line.slice(at + 1));
  }
  return values;
}

/**
 * The image's variables on another base, name by name: a variable that the image did not change follows the base, one
 * that it set itself stays. A value that contains the old base's (an extended PATH) stays too, and is a conflict if the
 * base's value changed.
 */
export function mergeEnv(
  original: Env,
  oldBase: Env,
  newBase: Env,
): { readonly env: string[]; readonly conflicts: ConfigConflict[] } {
  const unmoved = oldBase.length === newBase.length && oldBase.every((line, at) => line === newBase[at]);
  if (unmoved) return { env: [...original], conflicts: [] };
  const [image, old, next] = [parseEnv(original), parseEnv(oldBase), parseEnv(newBase)];
  // A line without `=` is kept as it was written: some runtimes treat it unlike an empty value.
  const bare = new Set([...original, ...newBase].filter((line) => !line.includes('=')));
  const merged = new Map<string, string>();
  const conflicts: ConfigConflict[] = [];
  for (const [name, value] of image) {
    const before = old.get(name);
    const after = next.get(name);
    if (value === before) {
      if (after !== undefined) merged.set(name, after);
      continue;
    }
    merged.set(name, value);
    if (after === before || after === value) continue;
    const embeds = before !== undefined && before !== '' && value.includes(before);
    conflicts.push({
      path: `config.Env.${name}`,
      oldBase: before ?? null,
      newBase: after ?? null,
      image: value,
      reason: embeds
        ? 'The image extended the old base’s value, and the new base has another one: the image’s value stays, with the old one in it.'
        : 'The image and its base both changed it: the image’s value stays.',
    });
  }
  for (const [name, value] of next) {
    if (!image.has(name) && !old.has(name)) merged.set(name, value);
  }
  const lineOf = ([name, value]: readonly [string, string]) =>
    value === '' && bare.has(name) ? name : `${name}=${value}`;
  return { env: [...merged].map(lineOf), conflicts };
}
