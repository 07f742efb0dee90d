import DataLoader from 'dataloader';
import { memoryOf } from '#lib/judging/documents.ts';
import type { Documents, Obtaining, ParsedDocument } from '#lib/judging/sources.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatRepository } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { Database } from '#lib/store/database.ts';
import {
  type Absence,
  readAbsences,
  readDocuments,
  type StoredDocument,
  writeAbsences,
  writeDocuments,
} from '#lib/store/documents.ts';

/**
 * Documents by digest: parsed ones in memory, bytes in the database, for ever; reads of one moment are one query.
 * For a day it is remembered which digests a repository did not have. Fetched documents are written soon after they
 * were obtained: see `written`.
 */
export interface DocumentCache extends Documents {
  /** Keeps a document that was just fetched. */
  put(document: StoredDocument, parsed: ParsedDocument): Promise<void>;
  /** Waits until everything obtained so far is in the database: before a verdict that stands on it is stored. */
  written(): Promise<void>;
}

/** A digest that was absent is not asked for again within this time, but by an explicit refresh. */
const ABSENCE_MS = 24 * 3600 * 1000;

/** Documents wait this long for others, to be written together. */
const WRITE_AFTER_MS = 20;

/** Of documents as they are in memory, parsed. */
const MAX_MEMORY_BYTES = 80 * 1024 * 1024;
/** A document that takes more than this is not remembered: it would push out hundreds of others. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

export function createDocumentCache(db: Database, clock: () => Date): DocumentCache {
  const memory = new Map<Digest, { parsed: ParsedDocument; size: number }>();
  let size = 0;
  const keep = (digest: Digest, parsed: ParsedDocument) => {
    const bytes = memoryOf(parsed);
    if (memory.has(digest) || bytes > MAX_DOCUMENT_BYTES) return;
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
    { cache: false, maxBatchSize: 500, batchScheduleFn: (run) => setTimeout(run, WRITE_AFTER_MS) },
  );
  const writes = new Set<Promise<unknown>>();
  const absences = new DataLoader<Absence, boolean>(
    async (addresses) => {
      const found = await readAbsences(db, addresses, new Date(clock().getTime() - ABSENCE_MS));
      return addresses.map(({ repository, digest }) =>
        found.has(`${formatRepository(repository)}@${digest}`),
      );
    },
    { cache: false, maxBatchSize: 1000 },
  );
  const underway = new Map<string, Promise<ParsedDocument | undefined>>();

  async function get<T extends ParsedDocument>(digest: Digest, parse: (document: StoredDocument) => T) {
    const known = memory.get(digest);
    if (known) return known.parsed as T;
    const stored = await reader.load(digest);
    if (stored === undefined) return undefined;
    const parsed = parse(stored);
    keep(digest, parsed);
    return parsed;
  }
  async function put(document: StoredDocument, parsed: ParsedDocument) {
    keep(document.digest, parsed);
    await writer.load(document);
  }
  async function getOrFetch<T extends ParsedDocument>(address: Absence, how: Obtaining<T>) {
    const known = await get(address.digest, how.parse);
    if (known !== undefined) return known;
    if (!how.askAgain && (await absences.load(address))) return undefined;
    try {
      const fetched = await how.fetch();
      const parsed = how.parse(fetched);
      const writing = put(fetched, parsed);
      writes.add(writing);
      writing.then(
        () => writes.delete(writing),
        // Whoever waits for it is told.
        () => undefined,
      );
      return parsed;
    } catch (error) {
      if (!(error instanceof RegistryError && error.kind === 'not-found')) throw error;
      await writeAbsences(db, [address], clock());
      return undefined;
    }
  }
  return {
    get,
    put,
    obtain<T extends ParsedDocument>(address: Absence, how: Obtaining<T>) {
      const key = `${formatRepository(address.repository)}@${address.digest} ${how.askAgain}`;
      const shared = underway.get(key) as Promise<T | undefined> | undefined;
      if (shared !== undefined) return shared;
      const own = getOrFetch(address, how).finally(() => underway.delete(key));
      underway.set(key, own);
      return own;
    },
    async written() {
      const begun = [...writes];
      const outcomes = await Promise.allSettled(begun);
      for (const writing of begun) writes.delete(writing);
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}
