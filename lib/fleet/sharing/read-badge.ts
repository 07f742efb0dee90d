import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { FilterSyntaxError } from '#lib/lineage/filter/filter-error.ts';
import type { Sla } from '#lib/lineage/verdict/sla.ts';
import { type Badge, fleetBadge, imageBadge, UNKNOWN_BADGE } from '#lib/sharing/badge/badge.ts';
import { countPublicByStatus, readPublicStatus } from '#lib/store/sharing/public-images.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';

/**
 * The badge of an image by its fully qualified name, for everyone: one query, and no request to a registry. What is
 * private, not tracked or not a reference (`undefined`) gets one and the same badge.
 */
export async function readImageBadge(
  context: WithDatabase & WithClock,
  reference: string | undefined,
  sla?: Sla,
): Promise<Badge> {
  const found = await readPublicStatus(context.db, reference);
  return found === undefined
    ? UNKNOWN_BADGE
    : imageBadge(found.status, found.behindSince, context.clock(), sla);
}

/** The badge of the public images under a filter's text. No image and an invalid filter get the same badge. */
export async function readFleetBadge(
  context: WithDatabase & WithClock,
  filterText: string,
  sla?: Sla,
): Promise<Badge> {
  const limit = sla && { sla, now: context.clock() };
  const { byStatus, overdue } = await countPublicByStatus(context.db, tryParseFilter(filterText), limit);
  return fleetBadge(byStatus, sla && { ...sla, overdue });
}

function tryParseFilter(text: string) {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof FilterSyntaxError) return undefined;
    throw error;
  }
}
