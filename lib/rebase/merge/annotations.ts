import { ANNOTATION, type Annotations } from '#lib/oci/annotations.ts';
import type { MergedChanges } from '../merged-changes.ts';
import { mergeRecord } from './values.ts';

/** Both bases' annotations; `undefined` if they are not known or the format has none. */
export interface BaseAnnotations {
  readonly oldBase: Annotations | undefined;
  readonly newBase: Annotations | undefined;
}

/** Annotations on another base, with the conflicts of the merge. */
export interface MergedAnnotations {
  readonly annotations: Annotations;
  readonly conflicts: MergedChanges['conflicts'];
}

/** Annotations about the image's base, or the base's base: written by the plan, never merged. */
const CLAIMS: ReadonlySet<string> = new Set([ANNOTATION.baseName, ANNOTATION.baseDigest]);

/**
 * An image's annotations on another base, three ways as labels are: a value that equals the old base's was inherited
 * (buildah does so) and follows the new base. Most builders inherit none, so that a different value is a conflict only
 * where the image inherited others, and names that are new in the base are added only where it has all of the old ones.
 * `path` is what the names are listed under.
 */
export function mergeAnnotations(
  image: Annotations,
  { oldBase, newBase }: BaseAnnotations,
  path: string,
): MergedAnnotations {
  if (oldBase === undefined || newBase === undefined) return { annotations: image, conflicts: [] };
  const [old, next] = [withoutClaims(oldBase), withoutClaims(newBase)];
  const inherited = Object.keys(old).some((key) => Object.hasOwn(image, key) && image[key] === old[key]);
  const { values, conflicts } = mergeRecord({
    path,
    image: withoutClaims(image),
    oldBase: old,
    newBase: next,
    inherits: inherited && Object.keys(old).every((key) => Object.hasOwn(image, key)),
  });
  const claims = Object.entries(image).filter(([key]) => CLAIMS.has(key));
  const merged = new Map([...values, ...claims] as [string, string][]);
  // In the order that they had, what is new at the end: the same question has the same bytes.
  const keys = new Set([...Object.keys(image).filter((key) => merged.has(key)), ...merged.keys()]);
  return {
    annotations: Object.fromEntries([...keys].map((key) => [key, merged.get(key) ?? ''])),
    conflicts: inherited ? conflicts : [],
  };
}

/** Annotations that the image has as its old base has them, and that the new base has otherwise, or not at all. */
export function inheritedAnnotations(image: Annotations, { oldBase, newBase }: BaseAnnotations): string[] {
  if (oldBase === undefined) return [];
  return Object.entries(withoutClaims(oldBase)).flatMap(([key, value]) =>
    Object.hasOwn(image, key) && image[key] === value && newBase?.[key] !== value ? [key] : [],
  );
}

/** The differences between two sets of annotations, by name. */
export function annotationChanges(
  before: Annotations,
  after: Annotations,
  path: string,
): MergedChanges['changes'] {
  const [a, b] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((key) => {
    const change = { path: `${path}.${key}`, before: a.get(key) ?? null, after: b.get(key) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

function withoutClaims(annotations: Annotations): Annotations {
  return Object.fromEntries(Object.entries(annotations).filter(([key]) => !CLAIMS.has(key)));
}
