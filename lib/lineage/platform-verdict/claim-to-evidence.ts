import { type Claim, evidenceOf, mayBeInherited } from '../evidence/claim.ts';
import type { Evidence } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { isVerifiedByLayers, type JudgedClaim } from './claim-precedence.ts';

/** How the claims about one platform were decided. */
export interface ChoiceMade {
  readonly judged: readonly JudgedClaim[];
  readonly followed: JudgedClaim | undefined;
  readonly isRoot: boolean;
  readonly conflict: boolean;
}

/** A claim as evidence, with a note if it was not followed. */
export function claimToEvidence(claim: Claim, platform: string, choice: ChoiceMade): Evidence {
  const own = choice.judged.find((each) => each.claim === claim);
  const verification = own === undefined ? {} : { verification: own.judgement.verification };
  const why = choice.followed?.claim === claim ? undefined : whyNotFollowed(claim, own, choice);
  const notes: readonly Reason[] = [...(claim.notes ?? []), ...(why === undefined ? [] : [why])];
  return evidenceOf(claim, platform, { ...verification, ...(notes.length > 0 ? { notes } : {}) });
}

function whyNotFollowed(
  claim: Claim,
  own: JudgedClaim | undefined,
  { judged, followed, isRoot, conflict }: ChoiceMade,
): Reason | undefined {
  if (conflict || claim.unread !== undefined) return undefined;
  if (claim.base === 'scratch') {
    return isRoot ? undefined : { kind: 'not-root' };
  }
  if (own === undefined) {
    return judged.some(isVerifiedByLayers) || isRoot ? { kind: 'settled-by-other-evidence' } : undefined;
  }
  if (isVerifiedByLayers(own)) {
    if (followed !== undefined && mayBeInherited(claim) && !mayBeInherited(followed.claim)) {
      return { kind: 'describes-lower-base' };
    }
    if (claim.kind === 'layers') return { kind: 'same-layers' };
    if (claim.origin === 'candidate') return { kind: 'input-of-base' };
    return undefined;
  }
  if (claim.origin === 'inherited') return { kind: 'label-inherited' };
  if (claim.origin !== 'candidate') return undefined;
  return { kind: own.judgement.verification === 'unverifiable' ? 'input-not-compared' : 'input-not-base' };
}
