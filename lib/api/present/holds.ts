import type { CountedHold } from '#lib/store/holds/holds.ts';
import type { HoldView } from '../contract/images/holds.ts';

/** A hold in the contract's format. */
export function presentHold(hold: CountedHold): HoldView {
  const { id, references, base, filter, until, untilNextDigest, reason, createdAt, createdBy, images } = hold;
  return {
    id,
    reference: references?.length === 1 ? (references[0] ?? null) : null,
    references,
    base,
    filter,
    until: until?.toISOString() ?? null,
    untilNextDigest,
    reason,
    createdAt: createdAt.toISOString(),
    createdBy,
    images,
  };
}
