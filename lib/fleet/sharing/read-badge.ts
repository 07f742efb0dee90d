import { FilterSyntaxError, parseFilter } from '#lib/lineage/filter/filter.ts';
import { type Badge, fleetBadge, imageBadge, UNKNOWN_BADGE } from '#lib/sharing/badge/badge.ts';
import { countPublicByStatus, readPublicStatus } from '#lib/store/sharing/public-images.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';

/**
 * The badge of an image by its fully qualified name, whoever asks: one look into the database, none at a registry.
 * What is private, not tracked or no reference (`undefined`) has one and the same badge.
 */
export async function readImageBadge(
  context: WithDatabase & WithClock,
  reference: string | undefined,
): Promise<Badge> {
  const found = await readPublicStatus(context.db, reference);
  return found === undefined ? UNKNOWN_BADGE : imageBadge(found.status, found.behindSince, context.clock());
}

/** The badge of the public images under a filter's text; of none, and of what is no filter, it is the same. */
export async function readFleetBadge(context: WithDatabase, filterText: string): Promise<Badge> {
  return fleetBadge(await countPublicByStatus(context.db, tryParseFilter(filterText)));
}

function tryParseFilter(text: string) {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof FilterSyntaxError) return undefined;
    throw error;
  }
}
