import { formatRepository, type Reference } from '#lib/oci/reference.ts';
import { compareVersions, parseTagVersion, sameShape, type TagVersion } from '#lib/oci/tag-version.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { BaseVerdict } from '../verdict/lineage.ts';
import type { Cause, Reason } from '../verdict/reason.ts';

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
  if (name?.tag === undefined || parseTagVersion(name.tag) === undefined) return { newerTag: null };
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
    if (newest === undefined || compareVersions(candidate.version, newest.version) > 0) newest = candidate;
  }
  return newest?.tag ?? null;
}

/** All of `tags` that are newer than `tag` and of its shape, newest first. */
export function newerTags(tag: string, tags: readonly string[]): string[] {
  return [...candidatesAfter(tag, tags)]
    .sort((a, b) => compareVersions(b.version, a.version))
    .map((candidate) => candidate.tag);
}

/** True for a tag that can be compared with others of its shape. */
export function isVersionTag(tag: string): boolean {
  return parseTagVersion(tag) !== undefined;
}

interface Candidate {
  readonly tag: string;
  readonly version: TagVersion;
}

/** Those of `tags` that are newer than `tag` and of its shape, in their order. */
function* candidatesAfter(tag: string, tags: readonly string[]): Generator<Candidate> {
  const own = parseTagVersion(tag);
  if (own === undefined) return;
  for (const candidate of tags) {
    // Lists may have many ten thousands of tags: most are ruled out without parsing them.
    if (!candidate.startsWith(own.prefix) || !candidate.endsWith(own.suffix)) continue;
    const version = parseTagVersion(candidate);
    if (version && sameShape(version, own) && compareVersions(version, own) > 0)
      yield { tag: candidate, version };
  }
}
