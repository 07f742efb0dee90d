import type { Facts, KnownImage, TagFact, TagHistory } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';

/** Where a judgement's facts come from: registries, and what is known from them already. */
export interface JudgeSources {
  readonly registry: RegistryReader;
  readonly documents: Documents;
  readonly knownImages: KnownImages;
  readonly declaredBase: Facts['declaredBase'];
  readonly clock: () => Date;
}

/** A manifest, an index, a config or an attestation statement, as fetched. */
export interface FetchedDocument {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A parsed document; the caller knows its kind. */
export type ParsedDocument = ManifestDocument | ImageConfig | { readonly statement: unknown };

/** A digest in a repository. */
export interface DocumentAddress {
  readonly repository: Repository;
  readonly digest: Digest;
}

/** How to obtain a document that is not known. */
export interface Obtaining<T extends ParsedDocument> {
  readonly parse: (document: FetchedDocument) => T;
  readonly fetch: () => Promise<FetchedDocument>;
  /** Request a document again that was absent a while ago. */
  readonly retryAbsent: boolean;
}

/** Documents by digest, which cannot change: a known one is never fetched again. */
export interface Documents {
  /** The parsed document, if it is known. */
  get<T extends ParsedDocument>(
    digest: Digest,
    parse: (document: FetchedDocument) => T,
  ): Promise<T | undefined>;
  /**
   * The document if it is known, else from the repository; calls for the same document at the same time share one
   * request. `undefined` if the repository does not have it. Rejects with the errors of `fetch` and `parse`.
   */
  obtain<T extends ParsedDocument>(address: DocumentAddress, how: Obtaining<T>): Promise<T | undefined>;
}

/** Known images, found by their layers. */
export interface KnownImages {
  /** Known images whose layers are a strict prefix of these, longest first. */
  possibleBases(diffIds: readonly Digest[]): Promise<readonly KnownImage[]>;
}

/** What a tag resolves to now, and what it resolved to before. */
export interface TagCheck {
  readonly fact: TagFact;
  readonly history: TagHistory;
  /** The error of the request, if it failed. */
  readonly error?: unknown;
  /** Its place in the order of checks, if they are numbered. */
  readonly number?: number;
}

/** Resolves tags, each at most once: a later call for the same tag has the same result. */
export interface TagCache {
  check(reference: Reference): Promise<TagCheck>;
}
