import { canonicalJson } from '#lib/oci/json/canonical-json.ts';
import type { ConfigConflict } from '../merged-changes.ts';

/** A record on three sides of a merge. */
export interface RecordQuestion {
  /** What the names are listed under, `config.Labels` or `annotations`. */
  readonly path: string;
  readonly image: unknown;
  readonly oldBase: unknown;
  readonly newBase: unknown;
  /** Whether the image takes over names that are new in its base. */
  readonly inherits: boolean;
}

/** Merges a record name by name. An empty value is a value, and a name may be any text. */
export function mergeRecord({ path, image, oldBase, newBase, inherits }: RecordQuestion): {
  readonly values: ReadonlyMap<string, unknown>;
  readonly conflicts: readonly ConfigConflict[];
} {
  const [mine, before, after] = [entries(image), entries(oldBase), entries(newBase)];
  const values = new Map<string, unknown>();
  const conflicts: ConfigConflict[] = [];
  for (const [name, value] of mine) {
    if (sameValue(value, before.get(name))) {
      if (after.has(name)) values.set(name, after.get(name));
      continue;
    }
    values.set(name, value);
    if (!sameValue(after.get(name), before.get(name)) && !sameValue(after.get(name), value)) {
      conflicts.push({
        path: `${path}.${name}`,
        oldBase: text(before.get(name)),
        newBase: text(after.get(name)),
        image: text(value),
        reason: 'The image and its base both changed it: the image’s value stays.',
      });
    }
  }
  for (const [name, value] of inherits ? after : []) {
    if (!mine.has(name) && !before.has(name)) values.set(name, value);
  }
  return { values, conflicts };
}

/** A setting as text to show; null where it is not set. */
export function shown(value: unknown): string | null {
  return isSet(value) ? text(value) : null;
}

/** A value as text, as JSON if it is no string; null if there is no value. */
export function text(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : (canonicalJson(value) ?? null);
}

/** False for null, empty strings and empty lists, by which builders write that a setting is not set. */
export function isSet(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

/** Equality of settings; all ways to write that a setting is not set are equal. */
export function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): unknown =>
    Array.isArray(value) && value.length > 0 ? value.map(plain) : isSet(value) ? value : null;
  return canonicalJson(plain(a)) === canonicalJson(plain(b));
}

/** Equality of named values; an empty value differs from an absent one. */
function sameValue(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** A record, or an empty one. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** A record's own names and values: a label may be called `constructor`. */
export function entries(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(record(value)));
}
