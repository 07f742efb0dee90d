import { type DigestRow, digestRows } from '#lib/lineage/words/digest-words.ts';
import type { ToldBase, ToldEvidence, ToldLineage } from '#lib/lineage/words/told-lineage.ts';
import { CHAIN_ENDS } from '../vocabulary/chain-end.ts';
import { EVIDENCE_KINDS, EVIDENCE_LEVELS } from '../vocabulary/evidence.ts';
import { FRESHNESSES } from '../vocabulary/freshness.ts';
import { VERIFICATIONS } from '../vocabulary/verification.ts';

/** One image of a chain as a report tells it. */
export interface ChainStep {
  readonly reference: string;
  readonly digest: string | null;
  /** What was found about its base, a sentence's worth; null at the chain's end. */
  readonly verdict: string | null;
  /** Each statement about its base: who says it, where, and what. */
  readonly evidence: readonly string[];
}

/** An image's chain in words, the image first, and why it goes no further. */
export function tellChain({ links, end }: ToldLineage): {
  readonly steps: ChainStep[];
  readonly end: string;
} {
  return {
    steps: links.map(({ reference, digest, base, evidence }) => ({
      reference,
      digest,
      verdict: base === null ? null : tellVerdict(base),
      evidence: (base?.evidence ?? evidence ?? []).map(tellEvidence),
    })),
    end: CHAIN_ENDS[end].sentence,
  };
}

/** A claim of an annotation, label, attestation or of the layers, in words: kind, place, name and digest. */
function tellEvidence({
  kind,
  level,
  platform,
  name,
  claimed,
  digest,
  verification,
  note,
}: ToldEvidence): string {
  const where = `${EVIDENCE_KINDS[kind].word} ${EVIDENCE_LEVELS[level].where}`;
  const of = platform === undefined ? '' : ` of ${platform}`;
  const written = claimed === undefined ? 'no name' : `“${claimed}”, which is not an image reference`;
  const says = [name ?? written, digest ?? 'no digest'].join(', ');
  const borne = verification === undefined ? '' : `; ${VERIFICATIONS[verification].word}`;
  return `${where}${of}: ${says}${borne}${note === undefined ? '' : `. ${note}`}`;
}

/** Digests of one level: `index claimed sha256:… now sha256:…`. */
function tellDigests({ of, claimed, current }: DigestRow): string {
  const digests = [
    ...(claimed === null ? [] : [`claimed ${claimed}`]),
    ...(current === null ? [] : [`now ${current}`]),
  ];
  return `${of} ${digests.join(' ')}`;
}

function tellVerdict(base: ToldBase): string {
  const { name, digest, freshness, verification, conflict, reason, lastKnown } = base;
  const words = [
    `on ${name ?? digest ?? 'an unnamed base'}`,
    ...(digest === null ? ['no digest claimed'] : []),
    ...digestRows(base).map(tellDigests),
    ...(base.currentDigest === null ? ['digest now not known'] : []),
    ...(lastKnown?.currentDigest ? [`last known ${lastKnown.currentDigest}`] : []),
    FRESHNESSES[freshness].word,
    VERIFICATIONS[verification].word,
    ...(conflict ? ['in conflict'] : []),
  ].join(', ');
  return reason === null ? words : `${words}. ${reason}`;
}
