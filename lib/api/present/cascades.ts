import { firstItems } from '#lib/fleet/rebase/cascade/control-cascade.ts';
import type { ItemCounts, ReadCascade } from '#lib/fleet/rebase/cascade/read-cascades.ts';
import { cascadeProgress } from '#lib/rebase/cascade/cascade-progress.ts';
import type { PlannedItem, StoredCascade } from '#lib/store/rebases/cascades.ts';
import type { CascadeHeadView, CascadeItemView, CascadeView } from '../contract/cascades.ts';
import { mutable } from './mutable.ts';
import { presentRefusal } from './rebases.ts';

/** A cascade in lists. */
export function presentCascadeHead(cascade: StoredCascade, counts: ItemCounts): CascadeHeadView {
  const { id, kind, reference, chainTo, state, actor, reason } = cascade;
  return {
    ...{ id, kind, reference, to: chainTo, state, actor, reason },
    createdAt: cascade.createdAt.toISOString(),
    finishedAt: cascade.finishedAt?.toISOString() ?? null,
    counts,
  };
}

/** A cascade with its images, and how far it is at this moment. */
export function presentCascade(
  { cascade, items, undoneBy, canRollBack }: ReadCascade,
  pushRefusal: string | null,
  now: Date,
): CascadeView {
  const counts: ItemCounts = {};
  for (const { state } of items) counts[state] = (counts[state] ?? 0) + 1;
  const first = new Set(firstItems(cascade.kind, items));
  return {
    ...presentCascadeHead(cascade, counts),
    items: items.map((item) => presentItem(cascade, item, first.has(item))),
    progress: cascadeProgress({ ...cascade, items, now }),
    canary: cascade.canary,
    undoes: cascade.undoes,
    ...{ undoneBy, canRollBack, pushRefusal },
  };
}

function presentItem({ kind }: StoredCascade, item: PlannedItem, canRunFirst: boolean): CascadeItemView {
  const { reference, parent, wave, state, planId, rebaseId, plan, rebase, refusal, error } = item;
  const moved =
    kind === 'rollback'
      ? { fromDigest: rebase?.toDigest ?? null, toDigest: rebase?.targetDigest ?? null }
      : { fromDigest: plan?.fromDigest ?? null, toDigest: plan?.toDigest ?? null };
  return {
    ...{ reference, parent, wave, state, planId, rebaseId, ...moved },
    requests: plan?.requests ?? null,
    warnings: mutable(item.warnings),
    refusal: refusal === null ? null : presentRefusal(refusal),
    error,
    canRunFirst,
    rolledBack: kind === 'rebase' && rebase?.state === 'rolled-back',
    finishedAt: item.finishedAt?.toISOString() ?? null,
  };
}
