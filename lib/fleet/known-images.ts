import DataLoader from 'dataloader';
import type { KnownImage } from '#lib/lineage/facts.ts';
import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { digestOf } from '#lib/oci/hash.ts';
import { formatReference, parseReference } from '#lib/oci/reference.ts';
import type { Database } from '#lib/store/database.ts';
import { findBeneathAll } from '#lib/store/layer-stacks.ts';

/** Images known from elsewhere in the fleet, found by their layers. */
export interface KnownImages {
  /** Known images whose layers are a strict prefix of these, longest first; questions of one moment are one query. */
  beneath(diffIds: readonly Digest[]): Promise<readonly KnownImage[]>;
}

const MAX_BATCH = 200;

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

const MARK = 'layers ';

/** How a question about known images stands among a verdict's inputs, beside the tags. */
export function layersInput(diffIds: readonly Digest[]): string {
  return `${MARK}${diffIds.join(' ')}`;
}

/** The layers that an input of a verdict asks about; `undefined` where the input is a tag. */
export function parseLayersInput(input: string): readonly Digest[] | undefined {
  return input.startsWith(MARK) ? input.slice(MARK.length).split(' ').filter(isDigest) : undefined;
}

/** The answer as an input's value: another one as soon as another image beneath becomes known. */
export function answerInput(images: readonly KnownImage[]): string | null {
  if (images.length === 0) return null;
  const lines = images.map(
    ({ reference, platform, digest }) => `${formatReference(reference)} ${platform} ${digest}`,
  );
  return digestOf(lines.join('\n'));
}
