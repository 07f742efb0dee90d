import type {
  DescribedBase,
  DescribedEvidence,
  DescribedLineage,
} from '#lib/lineage/words/described-lineage.ts';
import { type DigestRow, digestRows } from '#lib/lineage/words/digest-words.ts';
import { CHAIN_ENDS } from '../vocabulary/chain-end.ts';
import { EVIDENCE_KINDS, EVIDENCE_LEVELS } from '../vocabulary/evidence.ts';
import { FRESHNESSES } from '../vocabulary/freshness.ts';
import { VERIFICATIONS } from '../vocabulary/verification.ts';

/** One image of a chain, as a report shows it. */
export interface ChainStep {
  readonly reference: string;
  readonly digest: string | null;
  /** The verdict on its base in words; null at the chain's end. */
  readonly verdict: string | null;
  /** Each claim about its base: its kind, where it was found, and what it says. */
  readonly evidence: readonly string[];
}

/** An image's chain in words, the image first, and why the chain ends. */
export function chainInWords({ links, end }: DescribedLineage): {
  readonly steps: ChainStep[];
  readonly end: string;
} {
  return {
    steps: links.map(({ reference, digest, base, evidence }) => ({
      reference,
      digest,
      verdict: base === null ? null : verdictInWords(base),
      evidence: (base?.evidence ?? evidence ?? []).map(evidenceInWords),
    })),
    end: CHAIN_ENDS[end].sentence,
  };
}

/** A claim of an annotation, label, attestation or of the layers, in words: kind, place, name and digest. */
function evidenceInWords({
  kind,
  level,
  platform,
  name,
  claimed,
  digest,
  verification,
  note,
}: DescribedEvidence): string {
  const where = `${EVIDENCE_KINDS[kind].word} ${EVIDENCE_LEVELS[level].where}`;
  const of = platform === undefined ? '' : ` of ${platform}`;
  const written = claimed === undefined ? 'no name' : `“${claimed}”, which is not an image reference`;
  const says = [name ?? written, digest ?? 'no digest'].join(', ');
  const proof = verification === undefined ? '' : `; ${VERIFICATIONS[verification].word}`;
  return `${where}${of}: ${says}${proof}${note === undefined ? '' : `. ${note}`}`;
}

/** Digests of one level: `index claimed sha256:… now sha256:…`. */
function digestsInWords({ of, claimed, current }: DigestRow): string {
  const digests = [
    ...(claimed === null ? [] : [`claimed ${claimed}`]),
    ...(current === null ? [] : [`now ${current}`]),
  ];
  return `${of} ${digests.join(' ')}`;
}

function verdictInWords(base: DescribedBase): string {
  const { name, digest, freshness, verification, conflict, reason, lastKnown } = base;
  const words = [
    `based on ${name ?? digest ?? 'an unnamed base'}`,
    ...(digest === null ? ['no digest claimed'] : []),
    ...digestRows(base).map(digestsInWords),
    ...(base.currentDigest === null ? ['current digest not known'] : []),
    ...(lastKnown?.currentDigest ? [`last known ${lastKnown.currentDigest}`] : []),
    FRESHNESSES[freshness].word,
    VERIFICATIONS[verification].word,
    ...(conflict ? ['in conflict'] : []),
  ].join(', ');
  return reason === null ? words : `${words}. ${reason}`;
}
