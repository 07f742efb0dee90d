import { RE2JS } from 're2js';
import { satisfies } from 'semver';
import { compareVersions, parseTagVersion, type TagVersion } from '#lib/oci/tag-version.ts';
import type { DropReason } from './drop-reason.ts';
import type { FoundTag } from './found-tag.ts';
import type { Selection } from './selection.ts';

type Drop = (reason: DropReason, tag: FoundTag) => void;

/**
 * The tags that match the selection's `tags` and pass `recent`. Calls `drop` for tags that do not match, with the reason.
 */
export function matchTags(
  tags: readonly FoundTag[],
  rule: Selection['tags'],
  drop: Drop,
  recent: (tag: FoundTag) => boolean,
): FoundTag[] {
  if (rule === 'all') return tags.filter(recent);
  const keep = (reason: DropReason, holds: (tag: FoundTag) => boolean) =>
    tags.filter((tag) => {
      if (holds(tag)) return recent(tag);
      drop(reason, tag);
      return false;
    });
  if ('names' in rule) {
    const names = new Set(rule.names);
    return keep('tag-not-matched', ({ tag }) => names.has(tag));
  }
  if ('semver' in rule) return matchVersions(tags, rule, drop, recent);
  const matching = 'regex' in rule ? keep('tag-not-matched', searcher(rule.regex)) : tags.filter(recent);
  return rule.newest === undefined ? matching : newestOf(matching, rule.newest, repositoryOf, byAge, drop);
}

function searcher(regex: string): (tag: FoundTag) => boolean {
  const compiled = RE2JS.compile(regex);
  return ({ tag }) => compiled.matcher(tag).find();
}

function matchVersions(
  tags: readonly FoundTag[],
  { semver, newest, per = 'minor' }: Extract<Selection['tags'], { semver: string }>,
  drop: Drop,
  recent: (tag: FoundTag) => boolean,
): FoundTag[] {
  const versions = new Map<FoundTag, TagVersion>();
  const within = tags.filter((tag) => {
    const version = parseTagVersion(tag.tag);
    if (version === undefined) drop('not-a-version', tag);
    else if (!inRange(version, semver)) drop('tag-not-matched', tag);
    else {
      versions.set(tag, version);
      return recent(tag);
    }
    return false;
  });
  if (newest === undefined) return within;
  const numbersOf = (tag: FoundTag) => versions.get(tag)?.numbers ?? [];
  const groupOf = (tag: FoundTag) => {
    const version = versions.get(tag);
    const line = numbersOf(tag).slice(0, { repository: 0, major: 1, minor: 2 }[per]);
    // A tag 1.2 moves with 1.2.3, so it is only compared with other tags of two numbers, and -slim only with -slim.
    const variant = version && !isPreRelease(version) ? version.suffix : '';
    return JSON.stringify([
      repositoryOf(tag),
      version?.prefix,
      variant,
      version?.dated,
      numbersOf(tag).length,
      line,
    ]);
  };
  const order = (a: FoundTag, b: FoundTag) => {
    const [ours, theirs] = [versions.get(a), versions.get(b)];
    return ours && theirs ? compareVersions(theirs, ours) || byAge(a, b) : 0;
  };
  return newestOf(within, newest, groupOf, order, drop);
}

/**
 * Whether the numbers are in the range; missing ones count as 0, more than three are left out. A pre-release is only in
 * a range that names one of the same version, as in npm; another suffix, such as `-slim`, is a variant and no part of it.
 */
function inRange(version: TagVersion, range: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.numbers;
  const release = `${major}.${minor}.${patch}`;
  const suffix = version.suffix.replace(/^[._]/, '-').replaceAll('_', '-');
  return satisfies(isPreRelease(version) ? `${release}${suffix}` : release, range);
}

function isPreRelease({ suffix }: TagVersion): boolean {
  return /^[-_.](?:alpha|beta|a|b|rc|pre|preview|dev|snapshot|nightly|canary|next|ea|m)(?:[-_.]?\d|[-_.]|$)/i.test(
    suffix,
  );
}

function repositoryOf({ registry, repository }: FoundTag): string {
  return `${registry}/${repository}`;
}

/** The latest push first; without times, the greater version; then by name, backwards, so that later dates come first. */
function byAge(a: FoundTag, b: FoundTag): number {
  const pushed = (b.pushedAt ?? 0) - (a.pushedAt ?? 0);
  return pushed || byVersion(a, b) || (a.tag < b.tag ? 1 : a.tag > b.tag ? -1 : 0);
}

/** Versions before other tags, greater ones first. */
export function byVersion(a: FoundTag, b: FoundTag): number {
  const [ours, theirs] = [parseTagVersion(a.tag), parseTagVersion(b.tag)];
  return ours && theirs ? compareVersions(theirs, ours) : Number(!ours) - Number(!theirs);
}

/** The first `count` of each group, in this order. */
function newestOf(
  tags: readonly FoundTag[],
  count: number,
  groupOf: (tag: FoundTag) => string,
  order: (a: FoundTag, b: FoundTag) => number,
  drop: Drop,
): FoundTag[] {
  return [...Map.groupBy(tags, groupOf).values()].flatMap((group) => {
    const sorted = group.toSorted(order);
    for (const tag of sorted.slice(count)) drop('not-newest', tag);
    return sorted.slice(0, count);
  });
}
