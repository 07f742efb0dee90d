import { type Digest, isDigest } from '#lib/oci/digest.ts';
import {
  formatReference,
  parseReference,
  type Reference,
  ReferenceSyntaxError,
  tryParseReference,
} from '#lib/oci/reference.ts';
import type { Evidence } from '../verdict/lineage.ts';
import type { BasicReason } from '../verdict/reason.ts';
import { EVIDENCE_KINDS, type EvidenceKind, type EvidenceLevel } from '../vocabulary/evidence.ts';

/** A claim about an image's base: a name, a digest or both, or "nothing" (`scratch`). */
export interface Claim {
  readonly kind: EvidenceKind;
  readonly level: EvidenceLevel;
  readonly base: ClaimedBase | 'scratch';
  /** The document that makes the claim. */
  readonly source: Digest | undefined;
  /** How many of the image's layers are the base's, by the claim itself (buildpacks' top layer). */
  readonly baseLayers?: number;
  /** What is wrong with parts of the claim that were left out; absent if nothing is. */
  readonly notes?: readonly BasicReason[];
  /** The name as written, if it is not a reference: it is shown, and its digest is not followed. */
  readonly malformed?: string;
  /** Why the claim could not be read, if it exists: it may name any base. */
  readonly unread?: BasicReason;
  /**
   * `own`: made by the builder of this image. `inherited`: may be the base's claim about its own base, so it is followed
   * only if the layers prove it. `candidate`: one of several inputs of a build, likewise.
   */
  readonly origin: 'own' | 'inherited' | 'candidate';
}

/** A name's own digest is in `digest` too. A claim with neither cannot be followed, only shown. */
export interface ClaimedBase {
  readonly name: Reference | undefined;
  readonly digest: Digest | undefined;
  /** The platform that the build requested, if known; by default the image's own. */
  readonly platform?: string;
}

/** The result of reading a name and a digest as people and tools write them. */
export interface ReadClaim {
  readonly base: ClaimedBase | 'scratch' | undefined;
  readonly notes?: readonly BasicReason[];
  /** The name as written, if it is not a reference. */
  readonly malformed?: string;
}

/** The reserved name, bare or as a tool qualified it. */
const SCRATCH = /^(?:(?:index\.)?docker\.io\/(?:library\/)?)?scratch(?::latest)?$/;

/** Text as written is shown up to this length. */
const MAX_SHOWN = 200;

/**
 * Reads a name and a digest as written. An empty string counts as absent; `scratch`, or two empty strings, is a root; an
 * invalid digest is left out with a note. A name that is not a reference is `malformed`: its meaning is not known, so the
 * digest beside it is not followed. Accepted with a note: spaces around a value, and a digest written as
 * `name@sha256:…`. buildah 1.28 writes both empty for images from scratch.
 */
export function readClaim(nameText: string | undefined, digestText: string | undefined): ReadClaim {
  if (nameText === undefined && digestText === undefined) return { base: undefined };
  const notes: BasicReason[] = [];
  const trimmed = (text: string | undefined, of: 'name' | 'digest') => {
    const bare = text?.trim();
    if (bare !== text) notes.push({ kind: 'spaces-around', of });
    return bare;
  };
  const nameWritten = trimmed(nameText, 'name');
  const digestWritten = trimmed(digestText, 'digest');
  if ((nameWritten && SCRATCH.test(nameWritten)) || (!nameText && !digestText)) {
    return { base: 'scratch', ...noted(notes) };
  }
  const { digest, owner } = readDigest(digestWritten, notes);
  const name = nameWritten ? readName(nameWritten, notes) : owner;
  if (typeof name === 'string' || (nameText && !nameWritten)) {
    return { base: { name: undefined, digest }, malformed: shownText(nameText ?? ''), ...noted(notes) };
  }
  const claimed = digest ?? name?.digest;
  if (name === undefined && claimed === undefined) return { base: undefined, ...noted(notes) };
  return { base: { name, digest: claimed }, ...noted(notes) };
}

function noted(notes: readonly BasicReason[]): { notes?: readonly BasicReason[] } {
  return notes.length > 0 ? { notes } : {};
}

/** A digest, bare or after a name; anything else is noted. */
function readDigest(
  text: string | undefined,
  notes: BasicReason[],
): { readonly digest?: Digest; readonly owner?: Reference } {
  if (!text) return {};
  if (isDigest(text)) return { digest: text };
  const after = text.slice(text.lastIndexOf('@') + 1);
  if (!text.includes('@') || !isDigest(after)) {
    notes.push({ kind: 'digest-malformed', written: shownText(text).slice(0, 80) });
    return {};
  }
  notes.push({ kind: 'digest-with-name', written: shownText(text) });
  const name = tryParseReference(text);
  return { digest: after, ...(name === undefined ? {} : { owner: name }) };
}

/** A reference, or the text itself if it is not one. */
function readName(text: string, notes: BasicReason[]): Reference | string {
  try {
    return parseReference(text);
  } catch (error) {
    if (!(error instanceof ReferenceSyntaxError)) throw error;
    notes.push({ kind: 'name-malformed', detail: shownText(error.message, 2 * MAX_SHOWN) });
    return text;
  }
}

/** Text from outside, safe to show: bounded, without control characters. */
export function shownText(text: string, max: number = MAX_SHOWN): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, ' ')
    .slice(0, max);
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
    ...(claim.malformed === undefined ? {} : { claimed: claim.malformed }),
    platform,
    ...(claim.source === undefined ? {} : { source: claim.source }),
    ...(claim.notes === undefined ? {} : { notes: claim.notes }),
    ...more,
  };
}

/** True if both claims name the same repository and tag, or the same digest. */
export function sameBase(a: Claim, b: Claim): boolean {
  if (a.base === 'scratch' || b.base === 'scratch') return a.base === b.base;
  if (a.base.digest !== undefined && a.base.digest === b.base.digest) return true;
  if (a.base.name === undefined || b.base.name === undefined) return false;
  const named = ({ registry, repository, tag }: Reference) => `${registry}/${repository}:${tag ?? ''}`;
  return named(a.base.name) === named(b.base.name);
}

/**
 * True for claims that images built on top inherit with the config: the claim may be about this image or about a base
 * further down, and the layers prove either.
 */
export function mayBeInherited({ kind }: Claim): boolean {
  return EVIDENCE_KINDS[kind].inherited;
}
