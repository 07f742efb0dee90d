import { isDigest } from './digest.ts';

/** A tag that names a version: `v1.2.3-slim` is prefix `v`, numbers 1, 2, 3 and suffix `-slim`. */
export interface TagVersion {
  readonly prefix: string;
  readonly numbers: readonly number[];
  /** A date or a build number, by the length of its first number. */
  readonly dated: boolean;
  readonly suffix: string;
}

/** Parses a tag as a version; `undefined` if it names none. Fallback tags `sha256-…` name none. */
export function parseTagVersion(tag: string): TagVersion | undefined {
  if (isDigest(tag.replace(/^sha256-/, 'sha256:').slice(0, 71))) return undefined;
  const match = /^([A-Za-z]*[-_]?)(\d+(?:\.\d+)*)((?:[-_.][A-Za-z0-9._-]*)?)$/.exec(tag);
  if (!match?.[2]) return undefined;
  const parts = match[2].split('.');
  // A bare long number is a date or a build number: it is only compared with others of this kind, see sameShape.
  const dated = (parts[0]?.length ?? 0) >= 8;
  return { prefix: match[1] ?? '', numbers: parts.map(Number), dated, suffix: match[3] ?? '' };
}

/** True if two versions can be compared: equal prefix, suffix and count of numbers, and both dated or neither. */
export function sameShape(a: TagVersion, b: TagVersion): boolean {
  return (
    a.prefix === b.prefix &&
    a.suffix === b.suffix &&
    a.numbers.length === b.numbers.length &&
    a.dated === b.dated
  );
}

/** Compares the numbers of two versions, missing ones as 0: negative if `a` is older. */
export function compareVersions({ numbers: a }: TagVersion, { numbers: b }: TagVersion): number {
  for (let at = 0; at < a.length || at < b.length; at += 1) {
    const [ours = 0, theirs = 0] = [a[at], b[at]];
    if (ours !== theirs) return ours < theirs ? -1 : 1;
  }
  return 0;
}
