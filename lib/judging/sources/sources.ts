import type { Facts, KnownImage, TagFact, TagHistory } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ImageConfig } from '#lib/oci/image-config.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';

/** Where a judgement's facts come from: registries, and whatever memory there is of them. */
export interface JudgeSources {
  readonly registry: RegistryReader;
  readonly documents: Documents;
  readonly knownImages: KnownImages;
  readonly declaredBase: Facts['declaredBase'];
  readonly clock: () => Date;
}

/** A manifest, an index, a config or an attestation statement, as it came. */
export interface FetchedDocument {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A document parsed once; which of the kinds it is, whoever asks knows. */
export type ParsedDocument = ManifestDocument | ImageConfig | { readonly statement: unknown };

/** A digest in a repository. */
export interface DocumentAddress {
  readonly repository: Repository;
  readonly digest: Digest;
}

/** How a document that is not known is had. */
export interface Obtaining<T extends ParsedDocument> {
  readonly parse: (document: FetchedDocument) => T;
  readonly fetch: () => Promise<FetchedDocument>;
  /** Ask the repository for what was absent a while ago. */
  readonly retryAbsent: boolean;
}

/** Documents by digest, which cannot change: what is known is never fetched again. */
export interface Documents {
  /** The parsed document where it is known. */
  get<T extends ParsedDocument>(
    digest: Digest,
    parse: (document: FetchedDocument) => T,
  ): Promise<T | undefined>;
  /**
   * The document from what is known, else from the repository; those who want the same at the same time share one
   * request. `undefined` where the repository does not have it. Rejects with what `fetch` and `parse` reject with.
   */
  obtain<T extends ParsedDocument>(address: DocumentAddress, how: Obtaining<T>): Promise<T | undefined>;
}

/** Images known from elsewhere, found by their layers. */
export interface KnownImages {
  /** Known images whose layers are a strict prefix of these, longest first. */
  possibleBases(diffIds: readonly Digest[]): Promise<readonly KnownImage[]>;
}

/** A tag looked at, with everything that was ever seen of it. */
export interface TagCheck {
  readonly fact: TagFact;
  readonly history: TagHistory;
  /** What the look failed with, for whoever asked for this very tag. */
  readonly error?: unknown;
  /** Its place in the order of looks, where these are numbered. */
  readonly number?: number;
}

/** Looks at tags, each at most once: whoever asks again on the same tagCache gets the same answer. */
export interface TagCache {
  check(reference: Reference): Promise<TagCheck>;
}
