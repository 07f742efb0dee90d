import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { isDigest, shortDigest } from '#lib/oci/digest.ts';

/**
 * What a claim was compared with, in a sentence; null if it was not compared. The platform is the claim's own, else the
 * first with a verdict.
 */
export function comparedSentence(evidence: EvidenceView, base: BaseVerdictView): string | null {
  const verdict = base.platforms.find(({ platform }) => platform === evidence.platform) ?? base.platforms[0];
  const on = verdict === undefined ? '' : ` of ${verdict.platform}`;
  const named = evidence.digest ?? verdict?.claimedDigest ?? null;
  const against = isDigest(named) ? `\`${shortDigest(named)}\`` : 'the base it names';
  switch (evidence.verification) {
    case 'verified':
      return `${firstLayers(verdict?.baseLayers)}${on} are those of ${against}, by diff ID.`;
    case 'verified-recompressed':
      return `${firstLayers(verdict?.baseLayers)}${on} are those of ${against}, but were compressed again.`;
    case 'contradicted':
      return `The layers${on} do not start with those of ${against}.`;
    case 'unverifiable':
      return `The layers of ${against} were not available for comparison.`;
    case undefined:
      return null;
  }
}

function firstLayers(layers: number | null | undefined): string {
  if (layers == null) return 'The first layers';
  return layers === 1 ? 'The first layer' : `The first ${counted(layers, 'layer')}`;
}
