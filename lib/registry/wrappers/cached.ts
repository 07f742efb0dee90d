import { matchesDigest } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { type ManifestDocument, ManifestFormatError, parseManifest } from '#lib/oci/manifest.ts';
import type { RegistryReader } from '../registry.ts';
import { readOnly } from './read-only.ts';

/** Content by digest, as bytes. Losing entries is harmless; `mediaType` is kept for manifests. */
export interface ContentCache {
  get(digest: Digest): Promise<CachedContent | undefined>;
  put(digest: Digest, content: CachedContent): Promise<void>;
}

export interface CachedContent {
  readonly bytes: Uint8Array;
  readonly mediaType?: string;
}

/**
 * Never asks twice for content by digest, which cannot change. Tags, lists and existence are asked anew each
 * time, and streams pass through. What a cache returns is verified like what a registry returns. Content that
 * one repository has shown is served for every repository: keep a cache to readers who may see all of it.
 */
export function cached(registry: RegistryReader, cache: ContentCache): RegistryReader {
  async function knownManifest(digest: Digest): Promise<ManifestDocument | undefined> {
    const content = await cache.get(digest);
    if (!content || !matchesDigest(content.bytes, digest)) return undefined;
    try {
      return { ...parseManifest(content.bytes, content.mediaType), digest };
    } catch (error) {
      if (error instanceof ManifestFormatError) return undefined;
      throw error;
    }
  }
  return {
    ...readOnly(registry),
    async getManifest(reference, options) {
      const known = reference.digest === undefined ? undefined : await knownManifest(reference.digest);
      if (known) return known;
      const document = await registry.getManifest(reference, options);
      await cache.put(document.digest, { bytes: document.bytes, mediaType: document.mediaType });
      return document;
    },
    async getBlob(address, options) {
      const known = await cache.get(address.digest);
      const fits = options?.maxBytes === undefined || (known?.bytes.byteLength ?? 0) <= options.maxBytes;
      if (known && fits && matchesDigest(known.bytes, address.digest)) return known.bytes;
      const bytes = await registry.getBlob(address, options);
      await cache.put(address.digest, { bytes });
      return bytes;
    },
  };
}

/** A cache in memory that keeps the most recently used content, up to `maxBytes`. */
export function memoryContentCache(maxBytes: number = 64 * 1024 * 1024): ContentCache {
  const entries = new Map<Digest, CachedContent>();
  let size = 0;
  return {
    async get(digest) {
      const found = entries.get(digest);
      if (found) {
        entries.delete(digest);
        entries.set(digest, found);
      }
      return found;
    },
    async put(digest, content) {
      if (content.bytes.byteLength > maxBytes) return;
      size += content.bytes.byteLength - (entries.get(digest)?.bytes.byteLength ?? 0);
      entries.delete(digest);
      entries.set(digest, content);
      for (const [oldest, { bytes }] of entries) {
        if (size <= maxBytes) break;
        entries.delete(oldest);
        size -= bytes.byteLength;
      }
    },
  };
}
