import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference, ReferenceSyntaxError } from '#lib/oci/reference.ts';
import type { Evidence, EvidenceKind, EvidenceLevel } from './lineage.ts';

/** A statement about a base that can be followed: a name, a digest or both, or "nothing" (`scratch`). */
export interface Claim {
  readonly kind: EvidenceKind;
  readonly level: EvidenceLevel;
  readonly base: ClaimedBase | 'scratch';
  /** The document that says so. */
  readonly source: Digest | undefined;
  /** How many of the image's layers are the base's, by the claim itself (buildpacks' top layer). */
  readonly baseLayers?: number;
  /** Something is wrong with a part of it that was left out. */
  readonly note?: string;
  /** Why the statement could not be read, where one is there: it may say anything. */
  readonly unread?: string;
  /**
   * `own`: made by who built this image. `inherited`: may be the base's statement about its own base, so it is
   * followed only where the layers agree. `candidate`: one of several inputs of a build, likewise.
   */
  readonly standing: 'own' | 'inherited' | 'candidate';
}

/** A name's own digest stands in `digest` too. With neither there is nothing to follow, only something to show. */
export interface ClaimedBase {
  readonly name: Reference | undefined;
  readonly digest: Digest | undefined;
  /** The platform that the build asked for, where that is said; by default the image's own. */
  readonly platform?: string;
}

/** The result of reading a name and a digest as people and tools write them. */
export type ReadClaim = { readonly base: ClaimedBase | 'scratch' | undefined; readonly note?: string };

/** The reserved name, bare or as a tool qualified it. */
const SCRATCH = /^(?:(?:index\.)?docker\.io\/(?:library\/)?)?scratch(?::latest)?$/;

/**
 * Reads a pair of values as written. Empty strings are none; `scratch`, or two empty strings, is a root; a name
 * that is no reference or a digest that is none is left out with a note. buildah 1.28 writes both empty for
 * images from scratch.
 */
export function readClaim(nameText: string | undefined, digestText: string | undefined): ReadClaim {
  if (nameText === undefined && digestText === undefined) return { base: undefined };
  if ((nameText && SCRATCH.test(nameText)) || (!nameText && !digestText)) return { base: 'scratch' };
  const notes: string[] = [];
  const digest = isDigest(digestText) ? digestText : undefined;
  if (digestText && !digest) notes.push(`its digest "${digestText.slice(0, 80)}" is not a digest`);
  let name: Reference | undefined;
  if (nameText) {
    try {
      name = parseReference(nameText);
    } catch (error) {
      if (!(error instanceof ReferenceSyntaxError)) throw error;
      notes.push(`its name ${error.message}`);
    }
  }
  const note = notes.length > 0 ? { note: notes.join('; ') } : {};
  const claimed = digest ?? name?.digest;
  if (name === undefined && claimed === undefined) return { base: undefined, ...note };
  return { base: { name, digest: claimed }, ...note };
}

/** A claim as evidence for people. */
export function evidenceOf(claim: Claim, platform: string, more: Partial<Evidence> = {}): Evidence {
  const base = claim.base === 'scratch' ? undefined : claim.base;
  const name =
    claim.base === 'scratch' ? 'scratch' : base?.name === undefined ? null : formatReference(base.name);
  return {
    kind: claim.kind,
    level: claim.level,
    name,
    digest: base?.digest ?? null,
    platform,
    ...(claim.source === undefined ? {} : { source: claim.source }),
    ...(claim.note === undefined ? {} : { note: claim.note }),
    ...more,
  };
}

/** True when both name one repository and tag, or one digest: what they say can be reconciled. */
export function sameBase(a: Claim, b: Claim): boolean {
  if (a.base === 'scratch' || b.base === 'scratch') return a.base === b.base;
  if (a.base.digest !== undefined && a.base.digest === b.base.digest) return true;
  if (a.base.name === undefined || b.base.name === undefined) return false;
  const named = ({ registry, repository, tag }: Reference) => `${registry}/${repository}:${tag ?? ''}`;
  return named(a.base.name) === named(b.base.name);
}

/**
 * True for what builds on top inherit with the config: true of this image, or of one further down that the
 * layers bear out just as well.
 */
export function mayBeInherited({ kind }: Claim): boolean {
  return kind === 'label' || kind === 'buildpacks';
}
