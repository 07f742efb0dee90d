import type { Reference } from '#lib/oci/reference.ts';
import { annotationClaims } from '../evidence/annotation-claims.ts';
import { type Claim, mayBeInherited } from '../evidence/claim.ts';
import { buildpacksClaims, labelClaims } from '../evidence/label-claims.ts';
import { declaredClaims, layerClaims } from '../evidence/layer-claims.ts';
import { provenanceClaims } from '../evidence/provenance-claims.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import type { Evidence } from '../verdict/lineage.ts';
import type { Reason } from '../verdict/reason.ts';
import { isFresh } from '../verdict/status.ts';
import { EVIDENCE_KIND, type EvidenceKind } from '../vocabulary/evidence.ts';
import {
  choose,
  findDoubt,
  isConflict,
  isOneOfMany,
  isVerifiedByLayers,
  type JudgedClaim,
} from './claim-precedence.ts';
import { claimToEvidence } from './claim-to-evidence.ts';
import { judgePlatform } from './judge-claim.ts';

/** What one platform is based on, by all of its evidence. */
export interface PlatformChoice {
  readonly image: PlatformImage;
  /** The claim that is followed; `root` for an image based on nothing; `undefined` if no claim is followed. */
  readonly chosen: JudgedClaim | 'root' | undefined;
  readonly conflict: boolean;
  readonly evidence: readonly Evidence[];
  /** Why no claim is followed, if evidence exists that could not be read. */
  readonly failure: Reason | undefined;
  /** One of several claims may still be the base: the images below are not fetched before that is decided. */
  readonly open: boolean;
}

/**
 * Reads the claims about one platform's base in the order of `EVIDENCE_KINDS` and decides which one to follow: the
 * first that the layers prove, or else the first that its author made about this image. Two kinds that name different
 * bases are a conflict if the layers do not match the one with higher precedence. Each kind is decided before anything
 * is fetched for the next.
 */
export function chooseClaim(lookup: FactLookup, image: PlatformImage, reference: Reference): PlatformChoice {
  const claims: Claim[] = [];
  const judged: JudgedClaim[] = [];
  const before = lookup.pending;
  for (const kind of EVIDENCE_KIND) {
    const { read, isNeeded } = SOURCES[kind];
    if (!isNeeded(claims, judged)) continue;
    const found = read(lookup, image, reference, claims);
    claims.push(...found);
    judgeClaims(lookup, image, found, judged);
    if (lookup.pending > before) break;
  }
  const settled = isRoot(claims) ? judged.find(isVerifiedByLayers) && choose(judged) : choose(judged);
  const doubt = findDoubt(claims, judged, settled);
  const chosen = settled === undefined && isRoot(claims) ? 'root' : settled && withDoubt(settled, doubt);
  const conflict = settled !== undefined && isConflict(judged);
  const evidence = claims.map((claim) =>
    claimToEvidence(claim, image.platform, {
      judged,
      followed: settled,
      isRoot: chosen === 'root',
      conflict,
    }),
  );
  const failure = chosen === undefined ? doubt : undefined;
  const open = lookup.pending > before && judged.some(({ claim }) => isOneOfMany(claim));
  return { image, chosen, conflict, evidence, failure, open };
}

interface Source {
  /** `claims` are those of the kinds before. */
  readonly read: (
    lookup: FactLookup,
    image: PlatformImage,
    reference: Reference,
    claims: readonly Claim[],
  ) => Claim[];
  readonly isNeeded: (claims: readonly Claim[], judged: readonly JudgedClaim[]) => boolean;
}

const always = () => true;

/**
 * How each kind of evidence is read, and when. Provenance costs requests, so it is not read if the layers prove an
 * annotation, or if an annotation says "based on nothing". Known images are compared even if a label is proven: the
 * label may be inherited from one of them.
 */
const SOURCES: Readonly<Record<EvidenceKind, Source>> = {
  annotation: { read: (_, image) => annotationClaims(image), isNeeded: always },
  buildpacks: { read: (lookup, image) => buildpacksClaims(lookup, image), isNeeded: always },
  provenance: {
    read: provenanceClaims,
    isNeeded: (claims, judged) => !isRoot(claims) && !judged.some(isVerifiedByLayers),
  },
  label: { read: (_, image) => labelClaims(image), isNeeded: always },
  layers: {
    read: layerClaims,
    isNeeded: (_, judged) => judged.filter(isVerifiedByLayers).every(({ claim }) => mayBeInherited(claim)),
  },
  declared: { read: (lookup, _, reference) => declaredClaims(lookup, reference), isNeeded: always },
};

/** Judges the claims that can still matter; several inputs of one build, or names of the same layers, are judged together. */
function judgeClaims(
  lookup: FactLookup,
  image: PlatformImage,
  claims: readonly Claim[],
  judged: JudgedClaim[],
): void {
  const before = lookup.pending;
  const proven = judged.find(isVerifiedByLayers);
  for (const claim of claims) {
    if (claim.base === 'scratch' || claim.unread !== undefined) continue;
    if (claim.base.name === undefined && claim.base.digest === undefined && claim.origin !== 'own') continue;
    // A malformed label or build input is shown, but is neither for nor against other claims.
    if (claim.malformed !== undefined && claim.origin !== 'own') continue;
    const deeper = claim.kind === 'layers' && (claim.baseLayers ?? 0) > (proven?.judgement.baseLayers ?? 0);
    // Layers cannot show which of their names is the base's; a declaration can.
    const declaresName = claim.kind === 'declared' && proven?.claim.kind === 'layers';
    if (proven !== undefined && !deeper && !declaresName) continue;
    judged.push({ claim, judgement: judgePlatform(lookup, image, claim.base, claim) });
    const sideBySide = claim.origin === 'candidate' || claim.kind === 'layers';
    if (!sideBySide && (lookup.pending > before || judged.some(isVerifiedByLayers))) return;
  }
}

/** A claim about this image itself says "based on nothing". */
function isRoot(claims: readonly Claim[]): boolean {
  return claims.some(({ base, origin }) => base === 'scratch' && origin === 'own');
}

/** A fresh verdict is `unknown` if evidence that could not be checked may name another base. */
function withDoubt(settled: JudgedClaim, doubt: Reason | undefined): JudgedClaim {
  if (doubt === undefined || !isFresh(settled.judgement.freshness)) return settled;
  const judgement = {
    ...settled.judgement,
    freshness: 'unknown',
    reasons: [doubt],
    unchecked: true,
  } as const;
  return { ...settled, judgement };
}
