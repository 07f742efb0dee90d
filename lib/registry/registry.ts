import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';

/** What a name resolves to, as a HEAD tells it (distribution-spec, § Checking if content exists). */
export interface ResolvedManifest {
  readonly digest: Digest;
  /** Bare media type of the manifest; `undefined` where the registry did not say. */
  readonly mediaType: string | undefined;
  /** Validator for conditional requests and for `If-Match`, verbatim; `undefined` where none was sent. */
  readonly etag: string | undefined;
}

export interface CallOptions {
  /** Ends the call, retries and waits included, with a `RegistryError` of kind `aborted`. */
  readonly signal?: AbortSignal;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /**
   * Called after a wait for a registry's rate limit, right before the write is sent (again), to check that the write
   * is still right. If it throws, the call ends.
   */
  readonly afterWait?: () => Promise<void>;
}

/** Where a blob or a manifest is: a repository of a registry, and a digest. */
export interface ContentAddress extends Repository {
  readonly digest: Digest;
}

/**
 * Reads registries; one value serves every registry. All methods reject with `RegistryError` alone and
 * verify what they return: bytes always hash to the digest asked for or answered.
 */
export interface RegistryReader {
  /**
   * Resolves a tag or digest with one HEAD, and a GET where the HEAD names no digest or does not succeed. Where `known` has
   * an etag the HEAD is conditional, and a 304 answers `known` itself.
   */
  resolve(
    reference: Reference,
    options?: CallOptions & { readonly known?: ResolvedManifest },
  ): Promise<ResolvedManifest>;
  /** Gets and parses a manifest or index; a digest in the reference wins over its tag. ≤4 MiB. */
  getManifest(reference: Reference, options?: CallOptions): Promise<ManifestDocument>;
  /** Gets a whole blob of at most `maxBytes` (default 8 MiB): configs, attestations, never layers. */
  getBlob(address: ContentAddress, options?: CallOptions & { maxBytes?: number }): Promise<Uint8Array>;
  /** Streams a blob; the stream errors with `DIGEST_INVALID` at its end where the bytes are not the digest's. */
  openBlob(address: ContentAddress, options?: CallOptions): Promise<AsyncIterable<Uint8Array>>;
  /** True if the registry has the blob in this repository. */
  hasBlob(address: ContentAddress, options?: CallOptions): Promise<boolean>;
  /** All image tags, every page (≤100), in the registry's order; `sha256-*` helper tags included. */
  listTags(repository: Repository, options?: CallOptions): Promise<string[]>;
  /** Descriptors whose `subject` is the address: referrers API, then the fallback tag; filtered locally. */
  listReferrers(
    address: ContentAddress,
    options?: CallOptions & { artifactType?: string },
  ): Promise<Descriptor[]>;
}

/** Result of a mount: done, or not possible without the bytes. */
export type MountOutcome = 'mounted' | 'not-mounted';

/** Content to upload: bytes, a stream that can be read once, or a function that reopens it for each try. */
export type BlobContent = Uint8Array | AsyncIterable<Uint8Array> | (() => Promise<AsyncIterable<Uint8Array>>);

/**
 * Writes to registries. After a 429 a write is sent again when the requested pause is over, since nothing was written.
 * Otherwise a write that may have been done is not repeated, except for uploads of blobs, which are idempotent.
 */
export interface RegistryWriter {
  /**
   * Puts exact bytes under a tag or digest; `ifMatch` is sent as `If-Match` where it is given and strong (RFC 9110
   * § 13.1.1); 412 → kind `conflict`.
   * A `subject` that the registry does not process itself is recorded under its fallback tag, too.
   */
  putManifest(
    target: Reference,
    manifest: { readonly mediaType: string; readonly bytes: Uint8Array; readonly ifMatch?: string },
    options?: WriteOptions,
  ): Promise<{ digest: Digest; subjectProcessed: boolean }>;
  /**
   * Uploads a blob of known digest and size. If the content can be reopened, the upload survives lost connections and
   * expired tokens.
   */
  putBlob(
    address: ContentAddress,
    blob: { readonly size: number; readonly content: BlobContent },
    options?: CallOptions,
  ): Promise<void>;
  /** Mounts a blob from another repository of the same registry (distribution-spec § Mounting a blob). */
  mountBlob(address: ContentAddress, from: string, options?: CallOptions): Promise<MountOutcome>;
  /** Deletes a manifest by digest, or a tag where the registry can. */
  deleteManifest(target: Reference, options?: CallOptions): Promise<void>;
}

export type Registry = RegistryReader & RegistryWriter;
