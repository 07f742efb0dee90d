import DataLoader from 'dataloader';
import type { TrustsBase } from '#lib/judging/operator-bases/trusted-bases.ts';
import type { KnownImages } from '#lib/judging/sources/sources.ts';
import type { KnownImage } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database/database.ts';
import { findStacksBelow } from '#lib/store/registries/layer-stacks.ts';

const MAX_BATCH = 200;

/**
 * Images known from elsewhere in the fleet; simultaneous calls are one query. A name is evidence while it is tracked, or
 * trusted to be a base. A tracked image that adds no layer to its base is no evidence: its layers are those of that base,
 * which may be untrusted.
 */
export function createKnownImages(db: Database, trustsBase: TrustsBase): KnownImages {
  const loader = new DataLoader<readonly Digest[], readonly KnownImage[]>(
    async (stacks) => {
      const found = await findStacksBelow(db, stacks);
      return found.map((each) =>
        each.flatMap(({ platform, digest, diffIds, tracked, addsLayers, firstSeen, ...stack }) => {
          const reference = parseReference(stack.reference);
          if (!(tracked && addsLayers) && !trustsBase(reference)) return [];
          return [{ reference, platform, digest, diffIds, tracked, since: firstSeen.toISOString() }];
        }),
      );
    },
    { cache: false, maxBatchSize: MAX_BATCH },
  );
  return { possibleBases: (diffIds) => (diffIds.length < 2 ? Promise.resolve([]) : loader.load(diffIds)) };
}
