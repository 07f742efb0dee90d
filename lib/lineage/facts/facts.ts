import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';
import type { Cause } from '../verdict/reason.ts';

/** Something that was looked for and could not be had, for a reason that is not absence. */
export interface Unknown {
  readonly state: 'unknown';
  readonly reason: Cause;
  /** The registry does not show it to us: "not visible", not "gone". */
  readonly notVisible?: boolean;
  /** The registry answered that it is not there, which may be so: it tells everybody without credentials the same. */
  readonly absent?: boolean;
}

/** What a tag resolved to, at a time (ISO 8601). */
export type TagFact =
  | { readonly state: 'resolved'; readonly digest: Digest; readonly observedAt: string }
  | { readonly state: 'gone'; readonly observedAt: string }
  | Unknown;

/** A manifest or index by digest, as one repository answers. Content known from before is `present`. */
export type ManifestFact =
  | { readonly state: 'present'; readonly document: ManifestDocument }
  | { readonly state: 'gone' }
  | Unknown;

export type ConfigFact =
  | { readonly state: 'present'; readonly config: ImageConfig }
  | { readonly state: 'gone' }
  | Unknown;

/** An in-toto statement of an attestation manifest's layer, as parsed JSON, or why it is not to be had. */
export type StatementFact =
  | { readonly state: 'present'; readonly statement: unknown }
  | { readonly state: 'gone' }
  | Unknown;

/** All tags of a repository. */
export type TagListFact =
  | { readonly state: 'present'; readonly tags: readonly string[] }
  | { readonly state: 'gone' }
  | Unknown;

/** When a tag was first seen to point at a digest other than the one given (ISO 8601). */
export interface TagHistory {
  /** Digests this tag was seen at, oldest first. */
  readonly observations: readonly { readonly digest: Digest | null; readonly firstSeen: string }[];
}

/**
 * A name whose layers are evidence for other images: its registry resolved the tag to the digest, and it is tracked
 * or trusted to be a base.
 */
export interface KnownImage {
  readonly reference: Reference;
  /** The platform manifest's digest. */
  readonly digest: Digest;
  readonly platform: string;
  readonly diffIds: readonly Digest[];
  /** Someone tracks this name; else the operator trusts it to be a base. */
  readonly tracked: boolean;
  /** When the tag was first seen to resolve to the digest, or to an index that lists it (ISO 8601). */
  readonly since: string;
}

/**
 * Everything a judgement may look at. Each look-up answers `undefined` for "not asked yet": the judgement
 * then lists it among what it needs. Nothing here does I/O.
 */
export interface Facts {
  /** A reference without a tag asks whether the repository has the digest now, known content or not. */
  tag(reference: Reference): TagFact | undefined;
  manifest(repository: Repository, digest: Digest): ManifestFact | undefined;
  config(repository: Repository, digest: Digest): ConfigFact | undefined;
  statement(repository: Repository, digest: Digest): StatementFact | undefined;
  tags(repository: Repository): TagListFact | undefined;
  history(reference: Reference): TagHistory;
  /** Known images whose diff IDs are a strict prefix of these, longest first. */
  possibleBases(diffIds: readonly Digest[]): readonly KnownImage[];
  /** A base the operator declared for an image, where there is one. */
  declaredBase(reference: Reference): Reference | undefined;
}

/** One thing a judgement needs to go on. */
export type Need =
  | { readonly kind: 'tag'; readonly reference: Reference }
  | { readonly kind: 'manifest'; readonly repository: Repository; readonly digest: Digest }
  | { readonly kind: 'config'; readonly repository: Repository; readonly digest: Digest }
  | { readonly kind: 'statement'; readonly repository: Repository; readonly digest: Digest }
  | { readonly kind: 'tags'; readonly repository: Repository };

/** The outcome of one pass: a judgement, or the facts to fetch before the next pass. */
export type Resolution<T> =
  | { readonly kind: 'resolved'; readonly value: T }
  | { readonly kind: 'needs'; readonly needs: readonly Need[] };
