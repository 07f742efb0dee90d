import type { BaseVerdict } from '#lib/lineage/verdict/lineage.ts';
import { type BadgeFacts, isStale, statusOfLinks, worstFreshness } from '#lib/lineage/verdict/status.ts';
import type { ChainEnd } from '#lib/lineage/vocabulary/chain-end.ts';
import type { Freshness } from '#lib/lineage/vocabulary/freshness.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';

/** The staleness that the caller accepts. False claims, removed bases and failed checks cannot be tolerated. */
export interface Tolerance {
  /** Accept a base with the same layers and another configuration. */
  readonly staleConfig: boolean;
  /** Accept a current direct base if one further down is stale. */
  readonly staleByAncestor: boolean;
  /** Accept bases that are known to have moved less than this ago. */
  readonly maxBehindSeconds: number | undefined;
}

/** The parts of a lineage that decide whether its staleness is tolerated. */
type StaleBase = BadgeFacts &
  Pick<BaseVerdict, 'behindSince'> & { readonly platforms: readonly { readonly freshness: Freshness }[] };
interface StaleChain {
  readonly status: Status;
  readonly links: readonly { readonly base: StaleBase | null }[];
  readonly end: ChainEnd;
}

/**
 * The status if the tolerated bases had not moved. Other problems remain: below a tolerated base there may be another
 * one that is stale, removed or not checked.
 */
export function tolerate(lineage: StaleChain, tolerance: Tolerance, now: Date): Status {
  const { status, links, end } = lineage;
  if (status !== 'stale' && status !== 'stale-by-ancestor') return status;
  const accepted = links.map(({ base }, depth) => ({
    base: base && withAccepted(base, acceptedFreshness(base, depth, tolerance, now)),
  }));
  return statusOfLinks(accepted, end);
}

/** Which freshness of a link's base is tolerated. */
function acceptedFreshness(
  { behindSince }: StaleBase,
  depth: number,
  { staleConfig, staleByAncestor, maxBehindSeconds }: Tolerance,
  now: Date,
): (freshness: Freshness) => boolean {
  const movedRecently =
    maxBehindSeconds !== undefined &&
    behindSince !== null &&
    now.getTime() - Date.parse(behindSince) <= maxBehindSeconds * 1000;
  if (movedRecently || (staleByAncestor && depth > 0)) return isStale;
  return (freshness) => staleConfig && freshness === 'stale-config';
}

function withAccepted(base: StaleBase, accepts: (freshness: Freshness) => boolean): StaleBase {
  const accepted = (freshness: Freshness) => (accepts(freshness) ? 'up-to-date' : freshness);
  const platforms = base.platforms.map((each) => ({ ...each, freshness: accepted(each.freshness) }));
  const freshness =
    platforms.length === 0
      ? accepted(base.freshness)
      : worstFreshness(platforms.map((each) => each.freshness));
  return { ...base, platforms, freshness };
}
