import { formatReference } from '#lib/oci/reference.ts';
import { type Claim, mayBeInherited, sameBase } from '../evidence/claim.ts';
import type { BasicReason, Reason } from '../verdict/reason.ts';
import { isVerified } from '../verdict/status.ts';
import type { PlatformJudgement } from './judge-claim.ts';

/** A claim and its judgement. */
export interface JudgedClaim {
  readonly claim: Claim;
  readonly judgement: PlatformJudgement;
}

/** The layers prove the claim. */
export function isVerifiedByLayers({ judgement }: JudgedClaim): boolean {
  return isVerified(judgement.verification);
}

/** The claim to follow, among all that were judged, highest precedence first. */
export function choose(judged: readonly JudgedClaim[]): JudgedClaim | undefined {
  const [first] = judged;
  const proven = mostDirect(judged.filter(isVerifiedByLayers));
  if (proven === undefined) return judged.find((each) => isMeant(each, judged));
  const contested =
    first !== undefined && !isVerifiedByLayers(first) && isMeant(first, judged) && isNamed(first);
  return contested && !sameBase(first.claim, proven.claim) ? first : proven;
}

/**
 * Of the claims that the layers prove, the one with the highest precedence. Among inputs of one build, labels and known
 * images, one may be another's base: the one with the most layers is the direct base. A name from evidence is preferred
 * to one that only layers show.
 */
function mostDirect(proven: readonly JudgedClaim[]): JudgedClaim | undefined {
  const [first] = proven;
  if (first === undefined || !isOneOfMany(first.claim)) return first;
  const among = proven.filter(({ claim }) => isOneOfMany(claim) || claim.kind === 'declared');
  const longest = Math.max(...among.map(({ judgement }) => judgement.baseLayers ?? 0));
  const direct = among.filter(({ judgement }) => judgement.baseLayers === longest);
  return direct.find(({ claim }) => claim.kind !== 'layers') ?? direct[0];
}

/** True for claims of which several can be true at once: one of them is the direct base. */
export function isOneOfMany(claim: Claim): boolean {
  return claim.origin === 'candidate' || claim.kind === 'layers' || mayBeInherited(claim);
}

/** A claim that is followed though the layers do not prove it: its author spoke of this very image. */
function isMeant({ claim, judgement }: JudgedClaim, judged: readonly JudgedClaim[]): boolean {
  if (claim.origin === 'own') return true;
  // A label or a build's only input that could not be checked may be right: it is shown, but not green.
  if (!judgement.unchecked || judgement.verification !== 'unverifiable') return false;
  return claim.origin === 'inherited' || judged.filter(isCandidate).length === 1;
}

function isCandidate({ claim }: JudgedClaim): boolean {
  return claim.origin === 'candidate';
}

function isNamed({ claim }: JudgedClaim): boolean {
  return claim.base !== 'scratch' && claim.base.name !== undefined;
}

/**
 * Another kind of evidence names another base, and the layers do not prove the first one. A layer match, or a claim that
 * may describe a base further down, is a conflict only if the layers contradict the first claim: the same layers under
 * another name may be the claimed base too.
 */
export function isConflict(judged: readonly JudgedClaim[]): boolean {
  const [first, ...others] = judged;
  if (first === undefined || !isMeant(first, judged) || !isNamed(first)) return false;
  if (isVerifiedByLayers(first) || first.judgement.unchecked) return false;
  const contradicted = first.judgement.verification === 'contradicted';
  return others.some((other) => {
    if (other.claim.kind === first.claim.kind || !isNamed(other) || sameBase(other.claim, first.claim)) {
      return false;
    }
    const isAboutThisImage = other.claim.kind !== 'layers' && other.claim.origin !== 'inherited';
    if (!isAboutThisImage) return contradicted && isVerifiedByLayers(other);
    return isVerifiedByLayers(other) || other.claim.origin === 'own';
  });
}

/** Why the chosen claim may be wrong: another one could not be checked, and nothing contradicts it. */
export function findDoubt(
  claims: readonly Claim[],
  judged: readonly JudgedClaim[],
  chosen: JudgedClaim | undefined,
): Reason | undefined {
  const unread = claims.find((claim) => claim.unread !== undefined)?.unread;
  if (unread !== undefined) return unread;
  const doubt = judged.find(
    (each) => each !== chosen && each.judgement.unchecked && each.judgement.verification === 'unverifiable',
  );
  if (doubt === undefined || doubt.claim.base === 'scratch') return undefined;
  const { name } = doubt.claim.base;
  return {
    kind: 'other-base-possible',
    name: name === undefined ? null : formatReference(name),
    because: doubt.judgement.reasons.flatMap(causesOf),
  };
}

/** The causes alone: the sentence around them names what could not be read. */
function causesOf(reason: Reason): readonly BasicReason[] {
  switch (reason.kind) {
    case 'base-unreadable':
    case 'claimed-digest-unreadable':
      return [reason.cause];
    case 'other-base-possible':
      return reason.because;
    default:
      return [reason];
  }
}
