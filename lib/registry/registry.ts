import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { ManifestDocument } from '#lib/oci/manifest.ts';
import type { Reference, Repository } from '#lib/oci/reference.ts';

/** What a reference resolves to (distribution-spec § Checking if content exists in the registry). */
export interface ResolvedManifest {
  readonly digest: Digest;
  /** Media type of the manifest without parameters; `undefined` if the registry did not send it. */
  readonly mediaType: string | undefined;
  /** Validator for conditional requests and for `If-Match`, unchanged; `undefined` if the registry sent none. */
  readonly etag: string | undefined;
}

/** Options of every call. */
export interface CallOptions {
  /** Ends the call, retries and waits included, with a `RegistryError` of kind `aborted`. */
  readonly signal?: AbortSignal;
}

/** Options of a write. */
export interface WriteOptions extends CallOptions {
  /**
   * Called after a wait for a registry's rate limit, right before the write is sent, to check that it is still right.
   * If it rejects, the call ends with its error.
   */
  readonly afterWait?: () => Promise<void>;
}

/** The address of a blob or a manifest: a repository and a digest. */
export interface ContentAddress extends Repository {
  readonly digest: Digest;
}

/**
 * Reads from registries; one reader serves all of them. All methods reject only with `RegistryError`, and verify the
 * bytes that they return against the digest.
 */
export interface RegistryReader {
  /**
   * Resolves a tag or a digest with a HEAD, and with a GET if the HEAD fails or has no digest. If `known` has an etag, the
   * HEAD is conditional, and a 304 returns `known`.
   */
  resolve(
    reference: Reference,
    options?: CallOptions & { readonly known?: ResolvedManifest },
  ): Promise<ResolvedManifest>;
  /** Gets and parses a manifest or an index of at most 4 MiB; a digest in the reference wins over its tag. */
  getManifest(reference: Reference, options?: CallOptions): Promise<ManifestDocument>;
  /** Gets a blob of at most `maxBytes` (default 8 MiB), such as a config or an attestation. */
  getBlob(address: ContentAddress, options?: CallOptions & { maxBytes?: number }): Promise<Uint8Array>;
  /** Streams a blob; the stream fails with `DIGEST_INVALID` at its end if the bytes do not have the digest. */
  openBlob(address: ContentAddress, options?: CallOptions): Promise<AsyncIterable<Uint8Array>>;
  /** True if the registry has the blob in this repository. */
  hasBlob(address: ContentAddress, options?: CallOptions): Promise<boolean>;
  /** Lists all tags in the registry's order, from up to 100 pages, including fallback tags `sha256-*`. */
  listTags(repository: Repository, options?: CallOptions): Promise<string[]>;
  /** Lists the manifests whose `subject` is the address, by the referrers API or the fallback tag. */
  listReferrers(
    address: ContentAddress,
    options?: CallOptions & { artifactType?: string },
  ): Promise<Descriptor[]>;
}

/** The result of a mount; `not-mounted` means that the blob has to be uploaded. */
type MountOutcome = 'mounted' | 'not-mounted';

/** Content to upload: bytes, a stream that can be read once, or a function that opens it for each try. */
type BlobContent = Uint8Array | AsyncIterable<Uint8Array> | (() => Promise<AsyncIterable<Uint8Array>>);

/**
 * Writes to registries. After a 429 nothing was written, so the write is sent again after the requested pause. Any other
 * write that may have succeeded is not repeated, except uploads of blobs, which are idempotent. All methods reject only
 * with `RegistryError`, or with the error of `afterWait`.
 */
export interface RegistryWriter {
  /**
   * Puts a manifest, byte for byte, under a tag or a digest. A strong `ifMatch` is sent as `If-Match` (RFC 9110
   * § 13.1.1); a 412 ends in kind `conflict`. A referrer whose `subject` the registry does not process is also listed
   * under the subject's fallback tag.
   */
  putManifest(
    target: Reference,
    manifest: { readonly mediaType: string; readonly bytes: Uint8Array; readonly ifMatch?: string },
    options?: WriteOptions,
  ): Promise<{ digest: Digest; subjectProcessed: boolean }>;
  /**
   * Uploads a blob of known digest and size (bytes). If the content can be opened again, the upload survives lost
   * connections and expired tokens.
   */
  putBlob(
    address: ContentAddress,
    blob: { readonly size: number; readonly content: BlobContent },
    options?: CallOptions,
  ): Promise<void>;
  /** Mounts a blob from another repository of the same registry (distribution-spec § Mounting a blob from another repository). */
  mountBlob(address: ContentAddress, from: string, options?: CallOptions): Promise<MountOutcome>;
  /** Deletes a manifest by digest, or a tag if the registry supports that. */
  deleteManifest(target: Reference, options?: CallOptions): Promise<void>;
}

/** Reads from and writes to registries. */
export type Registry = RegistryReader & RegistryWriter;
