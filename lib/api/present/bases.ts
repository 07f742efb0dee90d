import type { BaseOverview, DependentCounts } from '#lib/fleet/bases/read-base.ts';
import type { BaseView } from '../contract/images/bases.ts';

/** A base in the contract's format. */
export function presentBase({ reference, image, digest, history, direct, through }: BaseOverview): BaseView {
  return {
    reference,
    imageId: image?.id ?? null,
    status: image?.status ?? null,
    digest,
    history: history.map(({ firstSeen, lastSeen, ...span }) => ({
      ...span,
      firstSeen: firstSeen.toISOString(),
      lastSeen: lastSeen.toISOString(),
    })),
    direct: presentCounts(direct),
    through: presentCounts(through),
  };
}

function presentCounts({ total, byStatus }: DependentCounts) {
  return { total, byStatus: { ...byStatus } };
}
