import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';
import type { Cause } from '../verdict/reason.ts';

/** Content that could not be fetched, for a reason other than that it does not exist. */
export interface Unknown {
  readonly state: 'unknown';
  readonly reason: Cause;
  /** The registry may hide it from us: "not visible", not "gone". */
  readonly notVisible?: boolean;
  /** The registry answered 404. It does so for everyone without credentials, so the content may exist. */
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

/** An in-toto statement of an attestation manifest's layer, as parsed JSON, or why it is missing. */
export type StatementFact =
  | { readonly state: 'present'; readonly statement: unknown }
  | { readonly state: 'gone' }
  | Unknown;

/** All tags of a repository. */
export type TagListFact =
  | { readonly state: 'present'; readonly tags: readonly string[] }
  | { readonly state: 'gone' }
  | Unknown;

/** What a tag resolved to over time (ISO 8601). */
export interface TagHistory {
  /** Digests this tag was seen at, oldest first. */
  readonly observations: readonly { readonly digest: Digest | null; readonly firstSeen: string }[];
}

/**
 * A name whose layers are evidence for other images: its registry resolved the tag to the digest, and somebody tracks
 * the name or the operator trusts it as a base.
 */
export interface KnownImage {
  readonly reference: Reference;
  /** The platform manifest's digest. */
  readonly digest: Digest;
  readonly platform: string;
  readonly diffIds: readonly Digest[];
  /** Somebody tracks this name; if not, the operator trusts it as a base. */
  readonly tracked: boolean;
  /** When the tag was first seen to resolve to the digest, or to an index that lists it (ISO 8601). */
  readonly since: string;
}

/**
 * The facts of a judgement. `undefined` means that a fact is not fetched yet: the judgement then lists it among its
 * needs. Nothing here does I/O.
 */
export interface Facts {
  /** For a reference without a tag: whether the repository has the digest now, even if its content is known. */
  tag(reference: Reference): TagFact | undefined;
  manifest(repository: Repository, digest: Digest): ManifestFact | undefined;
  config(repository: Repository, digest: Digest): ConfigFact | undefined;
  statement(repository: Repository, digest: Digest): StatementFact | undefined;
  tags(repository: Repository): TagListFact | undefined;
  history(reference: Reference): TagHistory;
  /** Known images whose diff IDs are a strict prefix of these, longest first. */
  possibleBases(diffIds: readonly Digest[]): readonly KnownImage[];
  /** The base that the operator declared for an image, if any. */
  declaredBase(reference: Reference): Reference | undefined;
}

/** One fact that a judgement needs. */
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
