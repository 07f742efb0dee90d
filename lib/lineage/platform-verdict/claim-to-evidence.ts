import { type Claim, evidenceOf, mayBeInherited } from '../evidence/claim.ts';
import type { Evidence } from '../verdict/lineage.ts';
import { sentences } from '../words/summary-sentences.ts';
import { borneOut, type JudgedClaim } from './claim-precedence.ts';

/** What became of the claims about one platform. */
export interface ChoiceMade {
  readonly judged: readonly JudgedClaim[];
  readonly followed: JudgedClaim | undefined;
  readonly isRoot: boolean;
  readonly conflict: boolean;
}

/** A claim as evidence for people, with a note where it was not followed. */
export function describeClaim(claim: Claim, platform: string, choice: ChoiceMade): Evidence {
  const own = choice.judged.find((each) => each.claim === claim);
  const verification = own === undefined ? {} : { verification: own.judgement.verification };
  const why = choice.followed?.claim === claim ? undefined : whyNotFollowed(claim, own, choice);
  const notes = [claim.note, why].flatMap((part) => part ?? []);
  return evidenceOf(claim, platform, {
    ...verification,
    ...(notes.length > 0 ? { note: sentences(...notes) } : {}),
  });
}

function whyNotFollowed(
  claim: Claim,
  own: JudgedClaim | undefined,
  { judged, followed, isRoot, conflict }: ChoiceMade,
): string | undefined {
  if (conflict || claim.unread !== undefined) return undefined;
  if (claim.base === 'scratch') {
    return isRoot ? undefined : 'the layers begin with those of another image, so that it is no root';
  }
  if (own === undefined) {
    return judged.some(borneOut) || isRoot ? 'evidence that speaks before it is settled' : undefined;
  }
  if (borneOut(own)) {
    if (followed !== undefined && mayBeInherited(claim) && !mayBeInherited(followed.claim)) {
      return 'it describes a base further down: a known image with more of these layers stands between';
    }
    if (claim.kind === 'layers') return 'it has the same layers: which name was built on, they do not tell';
    if (claim.standing === 'candidate') return 'an input of the build that is the base’s own base';
    return undefined;
  }
  if (claim.standing === 'inherited') return 'labels are inherited, and the layers do not agree';
  if (claim.standing !== 'candidate') return undefined;
  return own.judgement.verification === 'unverifiable'
    ? 'an input of the build whose layers could not be compared'
    : 'an input of the build that the image does not begin with';
}
