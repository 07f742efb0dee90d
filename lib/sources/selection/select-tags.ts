import { formatReference } from '#lib/oci/reference.ts';
import { DROP_REASON, type DropReason } from './drop-reason.ts';
import type { FoundTag } from './found-tag.ts';
import { nonImageByName } from './found-tag.ts';
import { createRepositoryFilter } from './repository-filter.ts';
import type { Selection } from './selection.ts';
import { byVersion, matchTags } from './tag-matcher.ts';

/** The tags that a selection takes, and those that it drops. */
export interface SelectedTags {
  /** Newest first, as far as the listing and the versions say; then by name. */
  readonly selected: readonly FoundTag[];
  /** By the order of {@link DROP_REASON}; `examples` are references. */
  readonly dropped: readonly {
    readonly reason: DropReason;
    readonly count: number;
    readonly examples: readonly string[];
  }[];
  /** Tags without a push time. `pushedWithin` does not drop them. */
  readonly withoutTime: number;
}

const MAX_EXAMPLES = 5;

/**
 * Applies a selection. The result depends on the set of tags, not on their order; a tag that is listed twice counts
 * once. `now` in milliseconds since the epoch.
 */
export function selectTags(found: readonly FoundTag[], selection: Selection, now: number): SelectedTags {
  const drops = new Map<DropReason, string[]>();
  const drop = (reason: DropReason, tag: FoundTag) => {
    const names = drops.get(reason);
    if (names) names.push(nameOf(tag));
    else drops.set(reason, [nameOf(tag)]);
  };
  const unique = new Map(found.toSorted(byFacts).map((tag) => [nameOf(tag), tag]));
  const keepsRepository = createRepositoryFilter(selection.repositories);

  const images = [...unique.values()].filter((tag) => {
    const reason = keepsRepository(tag.repository) ?? nonImageByName(tag.tag) ?? tag.nonImage;
    if (reason !== undefined) drop(reason, tag);
    return reason === undefined;
  });
  let withoutTime = 0;
  const oldest = selection.pushedWithin === undefined ? undefined : now - selection.pushedWithin * 1000;
  const recent = (tag: FoundTag) => {
    if (oldest === undefined) return true;
    if (tag.pushedAt === undefined) withoutTime += 1;
    else if (tag.pushedAt < oldest) {
      drop('too-old', tag);
      return false;
    }
    return true;
  };
  const matched = matchTags(images, selection.tags, drop, recent).toSorted(newestFirst);
  for (const tag of matched.slice(selection.maxImages)) drop('over-limit', tag);
  return {
    selected: matched.slice(0, selection.maxImages),
    dropped: (Object.keys(DROP_REASON) as DropReason[]).flatMap((reason) => {
      const names = drops.get(reason);
      if (names === undefined) return [];
      return [{ reason, count: names.length, examples: names.sort().slice(0, MAX_EXAMPLES) }];
    }),
    withoutTime,
  };
}

function nameOf({ registry, repository, tag }: FoundTag): string {
  return formatReference({ registry, repository, tag });
}

/** If a tag is listed twice with different facts, the later push counts, in any order of the listing. */
function byFacts(a: FoundTag, b: FoundTag): number {
  return (a.pushedAt ?? 0) - (b.pushedAt ?? 0) || compareText(a.digest ?? '', b.digest ?? '');
}

/** The latest push first; where times are missing, the greatest version of a repository; then by name. */
function newestFirst(a: FoundTag, b: FoundTag): number {
  return (b.pushedAt ?? 0) - (a.pushedAt ?? 0) || byVersion(a, b) || compareText(nameOf(a), nameOf(b));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
