import type { MergedChanges, RebasePlan } from '#lib/rebase/rebase.ts';

const NO_CHANGES: MergedChanges = { changes: [], conflicts: [] };

/** A plan as it was stored, maybe by a version that knew fewer fields. */
type StoredShape = Omit<RebasePlan, 'resolved' | 'annotations' | 'platforms'> & {
  readonly resolved?: RebasePlan['resolved'];
  readonly annotations?: MergedChanges;
  readonly platforms: readonly (Omit<RebasePlan['platforms'][number], 'annotations'> & {
    readonly annotations?: MergedChanges;
  })[];
};

/** Fills in what an earlier version did not store: which tags it compared, and that it changed no annotations. */
export function completePlan(stored: StoredShape): RebasePlan {
  const { reference, fromDigest, target, targetDigest, newBase } = stored;
  return {
    ...stored,
    resolved: stored.resolved ?? [
      ...(newBase.name.includes('@') ? [] : [{ reference: newBase.name, digest: newBase.digest }]),
      { reference, digest: fromDigest },
      { reference: target, digest: targetDigest },
    ],
    annotations: stored.annotations ?? NO_CHANGES,
    platforms: stored.platforms.map((platform) => ({ annotations: NO_CHANGES, ...platform })),
  };
}
