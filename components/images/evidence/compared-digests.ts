import type { BaseVerdictView, EvidenceView } from '#lib/api/contract/images/lineage.ts';
import { counted } from '#lib/lineage/words/counts-and-names.ts';
import { isDigest, shortDigest } from '#lib/oci/digest.ts';

/**
 * What a statement was held against, in a sentence; null where it was held against nothing. The platform is the
 * statement's own, else the first that was judged.
 */
export function comparedSentence(evidence: EvidenceView, base: BaseVerdictView): string | null {
  const verdict = base.platforms.find(({ platform }) => platform === evidence.platform) ?? base.platforms[0];
  const on = verdict === undefined ? '' : ` of ${verdict.platform}`;
  const named = evidence.digest ?? verdict?.claimedDigest ?? null;
  const against = isDigest(named) ? `\`${shortDigest(named)}\`` : 'the base it names';
  switch (evidence.verification) {
    case 'verified':
      return `${begins(verdict?.baseLayers)}${on} are those of ${against}, diff ID by diff ID.`;
    case 'verified-recompressed':
      return `${begins(verdict?.baseLayers)}${on} are those of ${against} uncompressed; they were compressed anew.`;
    case 'contradicted':
      return `The layers${on} do not begin with those of ${against}.`;
    case 'unverifiable':
      return `The layers of ${against} could not be had to compare with.`;
    case undefined:
      return null;
  }
}

function begins(layers: number | null | undefined): string {
  if (layers == null) return 'The first layers';
  return layers === 1 ? 'The first layer' : `The first ${counted(layers, 'layer')}`;
}
