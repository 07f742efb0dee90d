import type { Filter } from '#lib/lineage/filter/filter.ts';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, watchedTag } from '#lib/oci/reference.ts';
import { countByBaseDigest } from '#lib/store/images/base-dependents.ts';
import { countByStatus } from '#lib/store/images/fleet-summary.ts';
import { findImage, type TrackedImage } from '#lib/store/images/tracked-images.ts';
import { type Observation, readTagHistory } from '#lib/store/registries/tag-observations.ts';
import type { WithDatabase } from '../capabilities.ts';
import { NotFoundError } from '../errors.ts';

/** Tracked images that are based on a base, by status. */
export interface DependentCounts {
  readonly total: number;
  readonly byStatus: Readonly<Record<Status, number>>;
}

/** A digest that a base's tag had, and how many tracked images name it as that of their direct base. */
interface BaseDigestSpan extends Pick<Observation, 'digest' | 'firstSeen' | 'lastSeen'> {
  readonly images: number;
}

/** What is known here about a base. */
export interface BaseOverview {
  /** Fully qualified. */
  readonly reference: string;
  /** The image that is tracked under this name. */
  readonly image: TrackedImage | undefined;
  /** The digest of its name at the last check; null if the tag is gone or was never seen. */
  readonly digest: Digest | null;
  /** Every digest that the tag had, newest first; a digest has an entry for each time it was there. */
  readonly history: readonly BaseDigestSpan[];
  readonly direct: DependentCounts;
  /** Images whose base is based on it, and so on. */
  readonly through: DependentCounts;
}

/** Selects the images directly based on a base. */
function directFilter(reference: string): Filter {
  return [{ key: 'base', values: [reference] }];
}

/** Selects the images that are based on a base through other bases. */
function throughFilter(reference: string): Filter {
  return [{ key: 'ancestor', values: [reference] }, { not: { key: 'base', values: [reference] } }];
}

/**
 * A base with its history and its dependents, from what is stored: no registry is requested. Throws
 * `ReferenceSyntaxError`, and {@link NotFoundError} if its tag was never seen and no tracked image is based on it.
 */
export async function readBase(context: WithDatabase, text: string): Promise<BaseOverview> {
  const parsed = parseReference(text);
  const reference = formatReference(parsed);
  const tag = watchedTag(parsed);
  const { db } = context;
  const [image, seen, byDigest, direct, through] = await Promise.all([
    findImage(db, reference),
    tag === undefined ? [] : readTagHistory(db, formatReference(tag)),
    countByBaseDigest(db, directFilter(reference)),
    countByStatus(db, directFilter(reference)),
    countByStatus(db, throughFilter(reference)),
  ]);
  if (image === undefined && seen.length === 0 && direct.size + through.size === 0) {
    throw new NotFoundError(`No tracked image is based on ${reference}, and its tag was never checked here.`);
  }
  const history = seen.toReversed().map(({ digest, firstSeen, lastSeen }) => ({
    digest,
    firstSeen,
    lastSeen,
    images: digest === null ? 0 : (byDigest.get(digest) ?? 0),
  }));
  return {
    reference,
    image,
    digest: parsed.digest ?? history[0]?.digest ?? null,
    history,
    direct: countsOf(direct),
    through: countsOf(through),
  };
}

function countsOf(counts: ReadonlyMap<Status, number>): DependentCounts {
  const byStatus = Object.fromEntries(STATUS.map((status) => [status, counts.get(status) ?? 0]));
  return {
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    byStatus: byStatus as Record<Status, number>,
  };
}
