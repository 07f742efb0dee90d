import { type DigestRow, digestRows } from '#lib/lineage/words/digest-words.ts';
import type { ToldBase, ToldEvidence, ToldLineage } from '#lib/lineage/words/told-lineage.ts';
import {
  END_SENTENCES,
  EVIDENCE_WORDS,
  FRESHNESS_WORDS,
  LEVEL_WORDS,
  VERIFICATION_WORDS,
} from '#lib/lineage/words/verdict-words.ts';

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
    end: END_SENTENCES[end],
  };
}

/** A claim of an annotation, label, attestation or of the layers, in words: kind, place, name and digest. */
export function tellEvidence({
  kind,
  level,
  platform,
  name,
  claimed,
  digest,
  verification,
  note,
}: ToldEvidence): string {
  const where = `${EVIDENCE_WORDS[kind].word} ${LEVEL_WORDS[level]}`;
  const of = platform === undefined ? '' : ` of ${platform}`;
  const written = claimed === undefined ? 'no name' : `“${claimed}”, which is not an image reference`;
  const says = [name ?? written, digest ?? 'no digest'].join(', ');
  const borne = verification === undefined ? '' : `; ${VERIFICATION_WORDS[verification].word}`;
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
    FRESHNESS_WORDS[freshness].word,
    VERIFICATION_WORDS[verification].word,
    ...(conflict ? ['in conflict'] : []),
  ].join(', ');
  return reason === null ? words : `${words}. ${reason}`;
}
