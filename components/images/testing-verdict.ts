import type { BaseVerdictView } from '#lib/api/contract/images/lineage.ts';

/** The verdict on one platform of an image whose base is stale and verified. */
export function staleVerdict(
  base: { readonly name: string; readonly digest: string },
  platform: {
    readonly platform: string;
    readonly baseLayers: number | null;
    readonly appLayers: number | null;
  },
): BaseVerdictView {
  return {
    ...base,
    currentDigest: null,
    evidence: [],
    conflict: false,
    freshness: 'stale',
    verification: 'verified',
    newerTag: null,
    behindSince: null,
    reason: null,
    platforms: [
      {
        ...platform,
        freshness: 'stale',
        verification: 'verified',
        claimedDigest: null,
        currentDigest: null,
        reason: null,
      },
    ],
  };
}
