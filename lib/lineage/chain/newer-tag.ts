import { isDigest } from '#lib/oci/digest.ts';
import { formatRepository, type Reference } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { BaseVerdict } from '../verdict/lineage.ts';
import type { Cause, Reason } from '../verdict/reason.ts';

/** A parsed tag: `v1.2.3-slim` is prefix `v`, numbers 1, 2, 3 and suffix `-slim`. */
interface Version {
  readonly prefix: string;
  readonly numbers: readonly number[];
  /** A date or a build number, by the length of its first number. */
  readonly dated: boolean;
  readonly suffix: string;
}

/** Results by list and tag: every pass needs them again. */
const NEWEST = new WeakMap<readonly string[], Map<string, string | null>>();

/**
 * The newest tag of the same shape as the base's: equal prefix, suffix and count of numbers, greater numbers; or why
 * the list could not be read. The list is requested only if `want` is set, and used wherever it is known.
 */
export function newerTagOf(
  lookup: FactLookup,
  name: Reference | undefined,
  want: boolean,
): Pick<BaseVerdict, 'newerTag' | 'newerTagReason'> {
  if (name?.tag === undefined || parseVersion(name.tag) === undefined) return { newerTag: null };
  const { tag } = name;
  const fact = want ? lookup.tags(name) : lookup.facts.tags(name);
  switch (fact?.state) {
    case 'present':
      return { newerTag: knownNewest(tag, fact.tags) };
    case 'gone':
      return { newerTag: null, newerTagReason: unlisted(name, { kind: 'tags-not-listed' }) };
    case 'unknown':
      return { newerTag: null, newerTagReason: unlisted(name, fact.reason) };
    default:
      return { newerTag: null };
  }
}

function knownNewest(tag: string, tags: readonly string[]): string | null {
  const known = NEWEST.get(tags)?.get(tag);
  if (known !== undefined) return known;
  const newest = newestOf(tag, tags);
  NEWEST.set(tags, (NEWEST.get(tags) ?? new Map()).set(tag, newest));
  return newest;
}

function unlisted(name: Reference, cause: Cause): Reason {
  return { kind: 'tags-unlisted', repository: formatRepository(name), cause };
}

/** The newest of `tags` that is newer than `tag` and of its shape; null if there is none. */
export function newestOf(tag: string, tags: readonly string[]): string | null {
  let newest: Candidate | undefined;
  for (const candidate of candidatesAfter(tag, tags)) {
    if (newest === undefined || compare(candidate.version, newest.version) > 0) newest = candidate;
  }
  return newest?.tag ?? null;
}

/** All of `tags` that are newer than `tag` and of its shape, newest first. */
export function newerTags(tag: string, tags: readonly string[]): string[] {
  return [...candidatesAfter(tag, tags)]
    .sort((a, b) => compare(b.version, a.version))
    .map((candidate) => candidate.tag);
}

/** True for a tag that can be compared with others of its shape. */
export function isVersionTag(tag: string): boolean {
  return parseVersion(tag) !== undefined;
}

interface Candidate {
  readonly tag: string;
  readonly version: Version;
}

/** Those of `tags` that are newer than `tag` and of its shape, in their order. */
function* candidatesAfter(tag: string, tags: readonly string[]): Generator<Candidate> {
  const own = parseVersion(tag);
  if (own === undefined) return;
  for (const candidate of tags) {
    // Lists may have many ten thousands of tags: most are ruled out without parsing them.
    if (!candidate.startsWith(own.prefix) || !candidate.endsWith(own.suffix)) continue;
    const version = parseVersion(candidate);
    if (version && sameShape(version, own) && compare(version, own) > 0) yield { tag: candidate, version };
  }
}

function parseVersion(tag: string): Version | undefined {
  if (isDigest(tag.replace(/^sha256-/, 'sha256:').slice(0, 71))) return undefined;
  const match = /^([A-Za-z]*[-_]?)(\d+(?:\.\d+)*)((?:[-_.][A-Za-z0-9._-]*)?)$/.exec(tag);
  if (!match?.[2]) return undefined;
  const parts = match[2].split('.');
  // A bare long number is a date or a build number: it is comparable only with its like, see sameShape.
  const dated = (parts[0]?.length ?? 0) >= 8;
  return { prefix: match[1] ?? '', numbers: parts.map(Number), dated, suffix: match[3] ?? '' };
}

function sameShape(a: Version, b: Version): boolean {
  return (
    a.prefix === b.prefix &&
    a.suffix === b.suffix &&
    a.numbers.length === b.numbers.length &&
    a.dated === b.dated
  );
}

function compare(a: Version, b: Version): number {
  const at = a.numbers.findIndex((number, index) => number !== b.numbers[index]);
  return at < 0 ? 0 : (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
}
