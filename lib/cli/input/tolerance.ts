import type { BaseVerdict, Lineage, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import { isStale, statusOfLinks, worstFreshness } from '#lib/lineage/verdict/status.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';

/** What the caller lets pass. Only staleness can be: what is false, gone or unchecked never. */
export interface Tolerance {
  /** The base's layers are the same, with another configuration. */
  readonly staleConfig: boolean;
  /** The direct base is current, one further down is not. */
  readonly staleByAncestor: boolean;
  /** Bases that are known to have moved on less than this ago. */
  readonly maxBehindSeconds: number | undefined;
}

/**
 * The badge as it were if the tolerated bases had not moved. What they hid stays as it is: beneath a tolerated base
 * may be another one that is stale, gone or could not be checked.
 */
export function tolerate(lineage: Lineage, tolerance: Tolerance, now: Date): Status {
  const { status, links, end } = lineage;
  if (status !== 'stale' && status !== 'stale-by-ancestor') return status;
  const forgiven = links.map((link, depth): LineageLink => {
    if (link.base === null) return link;
    return { ...link, base: forgive(link.base, passes(link.base, depth, tolerance, now)) };
  });
  return statusOfLinks(forgiven, end);
}

/** Which freshness of a link's base passes. */
function passes(
  { behindSince }: BaseVerdict,
  depth: number,
  { staleConfig, staleByAncestor, maxBehindSeconds }: Tolerance,
  now: Date,
): (freshness: Freshness) => boolean {
  const young =
    maxBehindSeconds !== undefined &&
    behindSince !== null &&
    now.getTime() - Date.parse(behindSince) <= maxBehindSeconds * 1000;
  if (young || (staleByAncestor && depth > 0)) return isStale;
  return (freshness) => staleConfig && freshness === 'stale-config';
}

function forgive(base: BaseVerdict, pass: (freshness: Freshness) => boolean): BaseVerdict {
  const forgiven = (freshness: Freshness) => (pass(freshness) ? 'up-to-date' : freshness);
  const platforms = base.platforms.map((each) => ({ ...each, freshness: forgiven(each.freshness) }));
  const freshness =
    platforms.length === 0
      ? forgiven(base.freshness)
      : worstFreshness(platforms.map((each) => each.freshness));
  return { ...base, platforms, freshness };
}
