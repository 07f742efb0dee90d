import DataLoader from 'dataloader';
import { type ImageConfig, parseConfig } from '#lib/oci/config.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { parseStrictJson } from '#lib/oci/json.ts';
import { type ManifestDocument, parseManifest } from '#lib/oci/manifest.ts';
import type { Database } from '#lib/store/database.ts';
import { readDocuments, type StoredDocument, writeDocuments } from '#lib/store/documents.ts';

/** A document parsed once; which of the kinds it is, whoever asks knows. */
export type ParsedDocument = ManifestDocument | ImageConfig | { readonly statement: unknown };

/** Documents by digest: parsed ones in memory, bytes in the database, for ever. */
export interface DocumentCache {
  /** The parsed document where it is known; reads of one moment are one query. */
  get<T extends ParsedDocument>(
    digest: Digest,
    parse: (document: StoredDocument) => T,
  ): Promise<T | undefined>;
  /** Keeps a document that was just fetched. */
  put(document: StoredDocument, parsed: ParsedDocument): Promise<void>;
}

/** Of bytes as they came; parsed they take a few times as much. */
const MAX_MEMORY_BYTES = 24 * 1024 * 1024;

export function createDocumentCache(db: Database): DocumentCache {
  const memory = new Map<Digest, { parsed: ParsedDocument; size: number }>();
  let size = 0;
  const keep = (digest: Digest, parsed: ParsedDocument, bytes: number) => {
    if (memory.has(digest)) return;
    memory.set(digest, { parsed, size: bytes });
    size += bytes;
    for (const [oldest, entry] of memory) {
      if (size <= MAX_MEMORY_BYTES) break;
      memory.delete(oldest);
      size -= entry.size;
    }
  };
  const reader = new DataLoader<Digest, StoredDocument | undefined>(
    async (digests) => {
      const found = new Map(
        (await readDocuments(db, digests)).map((document) => [document.digest, document]),
      );
      return digests.map((digest) => found.get(digest));
    },
    { cache: false, maxBatchSize: 1000 },
  );
  const writer = new DataLoader<StoredDocument, null>(
    async (documents) => {
      const unique = new Map(documents.map((document) => [document.digest, document]));
      await writeDocuments(db, [...unique.values()]);
      return documents.map(() => null);
    },
    { cache: false, maxBatchSize: 500 },
  );
  return {
    async get<T extends ParsedDocument>(digest: Digest, parse: (document: StoredDocument) => T) {
      const known = memory.get(digest);
      if (known) return known.parsed as T;
      const stored = await reader.load(digest);
      if (stored === undefined) return undefined;
      const parsed = parse(stored);
      keep(digest, parsed, stored.bytes.byteLength);
      return parsed;
    },
    async put(document, parsed) {
      keep(document.digest, parsed, document.bytes.byteLength);
      await writer.load(document);
    },
  };
}

export const asManifest = ({ bytes, mediaType, digest }: StoredDocument): ManifestDocument => ({
  ...parseManifest(bytes, mediaType),
  digest,
});
export const asConfig = ({ bytes }: StoredDocument): ImageConfig => parseConfig(bytes);
export const asStatement = ({ bytes }: StoredDocument) => ({ statement: parseStrictJson(bytes) });
