import { formatReference } from '#lib/oci/reference.ts';
import type { ClaimedBase } from '../evidence/claim.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { chooseClaim } from '../platform-verdict/choose-claim.ts';
import type { BaseVerdict, Evidence } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import type { ChainEnd } from '../vocabulary/chain-end.ts';
import type { ChainImage } from './chain-image.ts';
import { combine, type Followed, isFollowed, mergeEvidence, nameOnly } from './combine-platforms.ts';
import { nextChainImage } from './next-chain-image.ts';

/** A judged link: its verdict, and the next image of the chain or why the chain ends. */
export interface LinkJudgement {
  readonly base: BaseVerdict | null;
  readonly next: ChainImage | undefined;
  readonly end: ChainEnd | undefined;
  /** Why the base is not known, although evidence of one may exist. */
  readonly failure?: Reason | undefined;
  /** Claims about the base when none is followed. */
  readonly evidence?: readonly Evidence[];
}

/** Judges one link of a chain by all its platforms. */
export function judgeLink(lookup: FactLookup, chainImage: ChainImage, wantNewerTags: boolean): LinkJudgement {
  const choices = chainImage.images.map((image) => chooseClaim(lookup, image, chainImage.reference));
  const followed = choices.filter(isFollowed);
  const main = mainClaim(followed);
  if (main === undefined) {
    const failure =
      chainImage.failures[0]?.reason ?? choices.find((choice) => choice.failure !== undefined)?.failure;
    const evidence = mergeEvidence(choices.map((choice) => choice.evidence));
    if (failure !== undefined || choices.length === 0) {
      return { base: null, next: undefined, end: 'unresolvable', failure, evidence };
    }
    const allRoot = choices.every(({ chosen }) => chosen === 'root');
    return { base: null, next: undefined, end: allRoot ? 'root' : 'no-evidence', evidence };
  }
  const base = combine(lookup, chainImage, choices, main, wantNewerTags);
  const baseImages = followed.flatMap(({ chosen }) => chosen.judgement.baseImage ?? []);
  const next =
    main.name === undefined || choices.some(({ open }) => open)
      ? undefined
      : nextChainImage(lookup, main.name, base.currentDigest, baseImages);
  const stop = base.conflict || base.verification === 'contradicted' || next === undefined;
  return { base, next, end: stop ? 'unresolvable' : undefined };
}

/** The claim that most platforms share by name: a Windows platform may be based on another base than the rest. */
function mainClaim(choices: readonly Followed[]): ClaimedBase | undefined {
  const votes = new Map<string, { base: ClaimedBase; count: number }>();
  for (const { chosen } of choices) {
    const { base } = chosen.claim;
    const key = base.name === undefined ? '' : formatReference(nameOnly(base.name));
    const vote = votes.get(key);
    if (vote) vote.count += 1;
    else votes.set(key, { base, count: 1 });
  }
  return [...votes.values()].reduce<{ base: ClaimedBase; count: number } | undefined>(
    (best, vote) => (best === undefined || vote.count > best.count ? vote : best),
    undefined,
  )?.base;
}
