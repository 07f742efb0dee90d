import { digestOf, matchesDigest } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseStrictJson } from '#lib/oci/json/strict-json.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';

/** A manifest as it was pushed. */
export interface StoredManifest {
  readonly digest: Digest;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** One repository's content. */
interface MemoryRepository {
  readonly blobs: Map<Digest, Uint8Array>;
  readonly manifests: Map<Digest, StoredManifest>;
  readonly tags: Map<string, Digest>;
}

/** A push is refused; `code` is the distribution-spec's. */
export class PushRefusal extends Error {
  override name = 'PushRefusal';
  readonly code: 'DIGEST_INVALID' | 'MANIFEST_INVALID' | 'MANIFEST_BLOB_UNKNOWN';
  constructor(code: PushRefusal['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The content of a registry in memory. */
export class RegistryState {
  readonly repositories = new Map<string, MemoryRepository>();

  /** The repository; created on first use. */
  ensure(path: string): MemoryRepository {
    const known = this.repositories.get(path);
    if (known) return known;
    const made: MemoryRepository = { blobs: new Map(), manifests: new Map(), tags: new Map() };
    this.repositories.set(path, made);
    return made;
  }

  /** A manifest by tag or digest. */
  manifest(path: string, reference: string): StoredManifest | undefined {
    const repository = this.repositories.get(path);
    const digest = repository?.tags.get(reference) ?? reference;
    return repository?.manifests.get(digest as Digest);
  }

  /** A blob's bytes. */
  blob(path: string, digest: Digest): Uint8Array | undefined {
    return this.repositories.get(path)?.blobs.get(digest);
  }

  /** Stores a blob; throws {@link PushRefusal} if the bytes do not have the digest. */
  putBlob(path: string, digest: Digest, bytes: Uint8Array): void {
    if (!matchesDigest(bytes, digest))
      throw new PushRefusal('DIGEST_INVALID', 'the content has another digest');
    this.ensure(path).blobs.set(digest, bytes);
  }

  /** Mounts a blob from another repository; false if it is not there. */
  mount(path: string, from: string, digest: Digest): boolean {
    const bytes = this.blob(from, digest);
    if (bytes === undefined) return false;
    this.ensure(path).blobs.set(digest, bytes);
    return true;
  }

  /**
   * Stores a manifest under a tag or digest. Like Distribution it requires every blob and child manifest, and does not
   * compare the config with the layers. Throws {@link PushRefusal}.
   */
  putManifest(
    path: string,
    reference: string,
    mediaType: string,
    bytes: Uint8Array,
  ): { digest: Digest; subject: Digest | undefined } {
    const repository = this.ensure(path);
    const byDigest = reference.includes(':');
    if (byDigest && !matchesDigest(bytes, reference as Digest)) {
      throw new PushRefusal('DIGEST_INVALID', 'the manifest has another digest');
    }
    const digest = byDigest ? (reference as Digest) : digestOf(bytes);
    const content = readManifest(bytes);
    const blobs = [content.config, ...(content.layers ?? [])].flatMap((entry) => entry ?? []);
    const foreign = ({ urls }: Descriptor) => Array.isArray(urls) && urls.length > 0;
    const missing = blobs.find((entry) => !foreign(entry) && !repository.blobs.has(entry.digest));
    const child = (content.manifests ?? []).find((entry) => !repository.manifests.has(entry.digest));
    if (missing || child) throw new PushRefusal('MANIFEST_BLOB_UNKNOWN', 'a blob or child is not there');
    repository.manifests.set(digest, { digest, mediaType, bytes });
    if (!byDigest) repository.tags.set(reference, digest);
    return { digest, subject: content.subject?.digest };
  }

  /** Deletes a manifest by digest, with its tags, or a tag; false if it is not there. */
  deleteManifest(path: string, reference: string): boolean {
    const repository = this.repositories.get(path);
    if (repository === undefined) return false;
    if (!reference.includes(':')) return repository.tags.delete(reference);
    for (const [tag, digest] of repository.tags) if (digest === reference) repository.tags.delete(tag);
    return repository.manifests.delete(reference as Digest);
  }

  /** Descriptors of the manifests with this subject (distribution-spec § Listing Referrers). */
  referrers(path: string, subject: Digest): Descriptor[] {
    const manifests = [...(this.repositories.get(path)?.manifests.values() ?? [])];
    return manifests.flatMap(({ digest, mediaType, bytes }) => {
      const content = readManifest(bytes);
      if (content.subject?.digest !== subject) return [];
      const artifactType = content.artifactType ?? content.config?.mediaType;
      return [
        {
          mediaType,
          digest,
          size: bytes.byteLength,
          ...(artifactType ? { artifactType } : {}),
          ...(content.annotations ? { annotations: content.annotations } : {}),
        },
      ];
    });
  }

  /** Tags in byte order. */
  tags(path: string): string[] {
    return [...(this.repositories.get(path)?.tags.keys() ?? [])].sort();
  }
}

interface LooseManifest {
  readonly config?: Descriptor;
  readonly layers?: readonly Descriptor[];
  readonly manifests?: readonly Descriptor[];
  readonly subject?: Descriptor;
  readonly artifactType?: string;
  readonly annotations?: Record<string, string>;
}

/** Parses a manifest as loosely as registries do: enough to check what it refers to. */
function readManifest(bytes: Uint8Array): LooseManifest {
  try {
    const value = parseStrictJson(bytes);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Refused below, whatever is wrong.
  }
  throw new PushRefusal('MANIFEST_INVALID', 'the manifest is no JSON object');
}

/** The media type to store a manifest with: that of the `Content-Type`, or OCI's if there is none. */
export function storedMediaType(contentType: string | undefined): string {
  return contentType?.split(';', 1)[0]?.trim() || MEDIA_TYPE.ociManifest;
}
