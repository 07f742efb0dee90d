import { canonicalJson } from '#lib/oci/json/canonical-json.ts';
import type { ConfigConflict } from '../rebase.ts';

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

/** Merges a record name by name; an empty value is one too, and a name may be any text. */
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
        reason: 'Image and base both changed it: the image’s stays.',
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

/** A value as text, JSON where it is none; null where there is no value. */
export function text(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value : (canonicalJson(value) ?? null);
}

/** Null, empty strings and empty lists are how builders write that something is not set. */
export function isSet(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}

/** Equality of settings, among which what is not set is all the same. */
export function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): unknown =>
    Array.isArray(value) && value.length > 0 ? value.map(plain) : isSet(value) ? value : null;
  return canonicalJson(plain(a)) === canonicalJson(plain(b));
}

/** Equality of named values, among which an empty one is not an absent one. */
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
