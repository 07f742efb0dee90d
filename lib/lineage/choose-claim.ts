import type { Reference } from '#lib/oci/reference.ts';
import { type Claim, evidenceOf, sameName } from './claim.ts';
import { annotationClaims } from './evidence/annotations.ts';
import { buildpacksClaims, labelClaims } from './evidence/labels.ts';
import { declaredClaims, layerClaims } from './evidence/layers.ts';
import { provenanceClaims } from './evidence/provenance.ts';
import type { Inquiry } from './inquiry.ts';
import { judgePlatform, type PlatformJudgement } from './judge-platform.ts';
import type { Evidence } from './lineage.ts';
import type { PlatformImage } from './platform-image.ts';
import { isVerified } from './status.ts';

/** A claim and what it comes to. */
export interface JudgedClaim {
  readonly claim: Claim;
  readonly judgement: PlatformJudgement;
}

/** What one platform stands on by all that is said about it. */
export interface PlatformChoice {
  readonly image: PlatformImage;
  /** The claim that is followed; `root` for an image built on nothing; `undefined` where nothing is to be followed. */
  readonly chosen: JudgedClaim | 'root' | undefined;
  readonly conflict: boolean;
  readonly evidence: readonly Evidence[];
}

/**
 * Reads everything that is said about one platform's base and decides which of it to follow. The ranks: own
 * annotations, buildpacks, provenance, label, layers, declaration. The first that the layers bear out is taken;
 * where none is borne out, the first that its author meant for this image. Two kinds that name different bases,
 * with the layers against the one that speaks first, are a conflict.
 */
export function chooseClaim(inquiry: Inquiry, image: PlatformImage, reference: Reference): PlatformChoice {
  const claims: Claim[] = [];
  const judged: JudgedClaim[] = [];
  for (const read of SOURCES) {
    const found = read(inquiry, image, reference);
    claims.push(...found);
    judgeClaims(inquiry, image, found, judged);
    // What speaks first is settled before anything is fetched for what speaks after it.
    if (inquiry.pending > 0) break;
  }
  const chosen = choose(judged) ?? (isRoot(claims) ? 'root' : undefined);
  const conflict = chosen !== undefined && chosen !== 'root' && isConflict(judged);
  const evidence = claims.map((claim) => describeClaim(claim, image, judged, chosen, conflict));
  return { image, chosen, conflict, evidence };
}

type Read = (inquiry: Inquiry, image: PlatformImage, reference: Reference) => Claim[];

/** Kinds of evidence by rank. Labels and annotations cost nothing to read; provenance is fetched only if needed. */
const SOURCES: readonly Read[] = [
  (_, image) => annotationClaims(image),
  (_, image) => buildpacksClaims(image),
  (inquiry, image) => provenanceClaims(inquiry, image),
  (_, image) => labelClaims(image),
  (inquiry, image) => layerClaims(inquiry, image),
  (inquiry, _, reference) => declaredClaims(inquiry, reference),
];

/** Adds to `judged` until one claim is borne out; the inputs of one build are compared with each other. */
function judgeClaims(
  inquiry: Inquiry,
  image: PlatformImage,
  claims: readonly Claim[],
  judged: JudgedClaim[],
): void {
  if (judged.some(borneOut)) return;
  for (const claim of claims) {
    if (claim.base === 'scratch') continue;
    judged.push({ claim, judgement: judgePlatform(inquiry, image, claim.base, claim) });
    if (claim.standing !== 'candidate' && (inquiry.pending > 0 || judged.some(borneOut))) return;
  }
}

function borneOut({ judgement }: JudgedClaim): boolean {
  return isVerified(judgement.verification);
}

function choose(judged: readonly JudgedClaim[]): JudgedClaim | undefined {
  const first = judged[0];
  const verified = judged.filter(borneOut);
  // Several inputs of one build can begin the image when one is another's base: the longest is the direct one.
  const longest = verified.toSorted((a, b) => rank(b) - rank(a))[0];
  if (longest === undefined) return judged.find(isMeant);
  if (
    first !== undefined &&
    isMeant(first) &&
    !borneOut(first) &&
    !sameName(first.claim, longest.claim) &&
    first.claim.base !== 'scratch' &&
    first.claim.base.name !== undefined
  )
    return first;
  return longest;
}

function rank({ claim, judgement }: JudgedClaim): number {
  return claim.standing === 'candidate' ? (judgement.baseLayers ?? 0) : 0;
}

/** A claim that is followed though the layers do not prove it: its author spoke of this very image. */
function isMeant({ claim, judgement }: JudgedClaim): boolean {
  if (claim.standing === 'own') return true;
  // An inherited label or a mere input that cannot be looked at may be right: it is shown, and not green.
  return judgement.unchecked && judgement.verification === 'unverifiable';
}

/** Another kind of evidence names another base, and the layers are not on the first one's side. */
function isConflict(judged: readonly JudgedClaim[]): boolean {
  const [first, ...others] = judged;
  if (first === undefined || !isMeant(first) || borneOut(first) || first.judgement.unchecked) return false;
  if (first.claim.base === 'scratch' || first.claim.base.name === undefined) return false;
  return others.some(
    (other) =>
      other.claim.kind !== first.claim.kind &&
      !sameName(other.claim, first.claim) &&
      (borneOut(other) || (other.claim.standing === 'own' && other.claim.kind !== 'layers')),
  );
}

/** Somebody said "built on nothing" of this image itself, and no known image lies beneath it. */
function isRoot(claims: readonly Claim[]): boolean {
  return claims.some(({ base, standing }) => base === 'scratch' && standing === 'own');
}

function describeClaim(
  claim: Claim,
  image: PlatformImage,
  judged: readonly JudgedClaim[],
  chosen: PlatformChoice['chosen'],
  conflict: boolean,
): Evidence {
  const own = judged.find((each) => each.claim === claim);
  const followed = chosen !== 'root' && chosen?.claim === claim;
  const verification = own === undefined ? {} : { verification: own.judgement.verification };
  const why = followed ? undefined : whyNotFollowed(claim, own, chosen, conflict);
  const note = [claim.note, why].filter((part) => part !== undefined).join('; ');
  return evidenceOf(claim, image.platform, { ...verification, ...(note ? { note } : {}) });
}

function whyNotFollowed(
  claim: Claim,
  own: JudgedClaim | undefined,
  chosen: PlatformChoice['chosen'],
  conflict: boolean,
): string | undefined {
  if (conflict) return undefined;
  if (claim.base === 'scratch')
    return chosen === 'root' ? undefined : 'the layers begin with a known image’s, so it is no root';
  if (own === undefined) return 'evidence that speaks before it is borne out by the layers';
  if (claim.standing === 'inherited' && !borneOut(own))
    return 'labels are inherited, and the layers do not agree';
  if (claim.standing === 'candidate' && !borneOut(own))
    return 'an input of the build that the image does not begin with';
  return undefined;
}
