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

/** What one platform stands on by all that is said about it. */
export interface PlatformChoice {
  readonly image: PlatformImage;
  /** The claim that is followed; `root` for an image built on nothing; `undefined` where nothing is to be followed. */
  readonly chosen: JudgedClaim | 'root' | undefined;
  readonly conflict: boolean;
  readonly evidence: readonly Evidence[];
  /** Why nothing is followed, where something was said and could not be looked at. */
  readonly failure: Reason | undefined;
  /** One of several may yet turn out to be the base: what is below is not looked at before that is settled. */
  readonly open: boolean;
}

/**
 * Reads what is said about one platform's base and decides which of it to follow, in the order of
 * `EVIDENCE_KINDS`. The first that the layers bear out is taken; where none
 * is borne out, the first that its author meant for this image. Two kinds that name different bases, with the
 * layers against the one that speaks first, are a conflict. What speaks first is settled before anything is
 * fetched for what speaks after it.
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
  /** `claims` are those of the sources before. */
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
 * How each kind of evidence is read, and when. Provenance costs requests: not where the layers bear out
 * an annotation, nor where an annotation says "built on nothing". Known images are looked for beneath labels
 * too, which may be inherited from one of them.
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

/** Adds to `judged` what is not settled yet; several inputs of one build, or names of one stack, side by side. */
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
    // An inherited label or one input of many that cannot be read is shown, and speaks neither for nor against others.
    if (claim.malformed !== undefined && claim.origin !== 'own') continue;
    const deeper = claim.kind === 'layers' && (claim.baseLayers ?? 0) > (proven?.judgement.baseLayers ?? 0);
    // Layers do not tell which of their names is the base's: the operator may.
    const tellsName = claim.kind === 'declared' && proven?.claim.kind === 'layers';
    if (proven !== undefined && !deeper && !tellsName) continue;
    judged.push({ claim, judgement: judgePlatform(lookup, image, claim.base, claim) });
    const sideBySide = claim.origin === 'candidate' || claim.kind === 'layers';
    if (!sideBySide && (lookup.pending > before || judged.some(isVerifiedByLayers))) return;
  }
}

/** Somebody said "built on nothing" of this image itself. */
function isRoot(claims: readonly Claim[]): boolean {
  return claims.some(({ base, origin }) => base === 'scratch' && origin === 'own');
}

/** A fresh verdict beside something that could not be looked at, and may be the base instead, is not known. */
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
