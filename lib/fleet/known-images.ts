import DataLoader from 'dataloader';
import type { KnownImages } from '#lib/judging/sources.ts';
import type { KnownImage } from '#lib/lineage/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database.ts';
import { findBeneathAll } from '#lib/store/layer-stacks.ts';

const MAX_BATCH = 200;

/** Images known from elsewhere in the fleet; questions of one moment are one query. */
export function createKnownImages(db: Database): KnownImages {
  const loader = new DataLoader<readonly Digest[], readonly KnownImage[]>(
    async (stacks) => {
      const found = await findBeneathAll(db, stacks);
      return found.map((each) =>
        each.map((stack) => ({ ...stack, reference: parseReference(stack.reference) })),
      );
    },
    { cache: false, maxBatchSize: MAX_BATCH },
  );
  return { beneath: (diffIds) => (diffIds.length < 2 ? Promise.resolve([]) : loader.load(diffIds)) };
}
