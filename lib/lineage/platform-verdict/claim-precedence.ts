import { formatReference } from '#lib/oci/reference.ts';
import { type Claim, mayBeInherited, sameBase } from '../evidence/claim.ts';
import type { BasicReason, Reason } from '../verdict/reason.ts';
import { isVerified } from '../verdict/status.ts';
import type { PlatformJudgement } from './judge-claim.ts';

/** A claim and what it comes to. */
export interface JudgedClaim {
  readonly claim: Claim;
  readonly judgement: PlatformJudgement;
}

/** The layers bear the claim out. */
export function borneOut({ judgement }: JudgedClaim): boolean {
  return isVerified(judgement.verification);
}

/** The claim to follow, among all that were judged, in the order of their ranks. */
export function choose(judged: readonly JudgedClaim[]): JudgedClaim | undefined {
  const [first] = judged;
  const proven = mostDirect(judged.filter(borneOut));
  if (proven === undefined) return judged.find((each) => isMeant(each, judged));
  const contested = first !== undefined && !borneOut(first) && isMeant(first, judged) && isNamed(first);
  return contested && !sameBase(first.claim, proven.claim) ? first : proven;
}

/**
 * Of claims that the layers bear out the one that speaks first. Among inputs of one build, labels and known
 * images, one may be another's base: the longest stack is the direct base, under a name that somebody gave rather than
 * one that layers alone tell.
 */
function mostDirect(proven: readonly JudgedClaim[]): JudgedClaim | undefined {
  const [first] = proven;
  if (first === undefined || !isOneOfMany(first.claim)) return first;
  const among = proven.filter(({ claim }) => isOneOfMany(claim) || claim.kind === 'declared');
  const longest = Math.max(...among.map(({ judgement }) => judgement.baseLayers ?? 0));
  const direct = among.filter(({ judgement }) => judgement.baseLayers === longest);
  return direct.find(({ claim }) => claim.kind !== 'layers') ?? direct[0];
}

/** True for statements of which several may hold at once, one of them being the direct base. */
export function isOneOfMany(claim: Claim): boolean {
  return claim.standing === 'candidate' || claim.kind === 'layers' || mayBeInherited(claim);
}

/** A claim that is followed though the layers do not prove it: its author spoke of this very image. */
function isMeant({ claim, judgement }: JudgedClaim, judged: readonly JudgedClaim[]): boolean {
  if (claim.standing === 'own') return true;
  // An inherited label or a build's only input that cannot be looked at may be right: it is shown, and not green.
  if (!judgement.unchecked || judgement.verification !== 'unverifiable') return false;
  return claim.standing === 'inherited' || judged.filter(isCandidate).length === 1;
}

function isCandidate({ claim }: JudgedClaim): boolean {
  return claim.standing === 'candidate';
}

function isNamed({ claim }: JudgedClaim): boolean {
  return claim.base !== 'scratch' && claim.base.name !== undefined;
}

/**
 * Another kind of evidence names another base, and the layers are not on the first one's side. What layers alone say,
 * or what may be said of a base further down, speaks against a claim only where the layers contradict it: the same
 * layers under another name may be the claimed base too.
 */
export function isConflict(judged: readonly JudgedClaim[]): boolean {
  const [first, ...others] = judged;
  if (first === undefined || !isMeant(first, judged) || !isNamed(first)) return false;
  if (borneOut(first) || first.judgement.unchecked) return false;
  const contradicted = first.judgement.verification === 'contradicted';
  return others.some((other) => {
    if (other.claim.kind === first.claim.kind || !isNamed(other) || sameBase(other.claim, first.claim)) {
      return false;
    }
    const speaksOfThisOne = other.claim.kind !== 'layers' && other.claim.standing !== 'inherited';
    if (!speaksOfThisOne) return contradicted && borneOut(other);
    return borneOut(other) || other.claim.standing === 'own';
  });
}

/** Why the chosen claim may not be the right one: another that could not be looked at and is not refuted. */
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

/** Why it could not be read: what it was is said beside it. */
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
