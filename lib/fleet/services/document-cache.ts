import DataLoader from 'dataloader';
import { memoryOf } from '#lib/judging/sources/parse-document.ts';
import type { Documents, Obtaining, ParsedDocument } from '#lib/judging/sources/sources.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatAtDigest } from '#lib/oci/reference.ts';
import { isAbsent, RegistryError } from '#lib/registry/errors.ts';
import type { Database } from '#lib/store/database/database.ts';
import {
  type Absence,
  type KnownDocument,
  readAbsences,
  readDocuments,
  retainDocuments,
  type StoredDocument,
  writeAbsences,
  writeDocuments,
  writeTemporaryDocuments,
} from '#lib/store/registries/documents.ts';

/**
 * Documents by digest: parsed ones in memory, bytes in the database; reads of one moment are one query. Which digests a
 * repository did not have is remembered for a day. Fetched documents are written soon after they were obtained: see
 * `written`. What is obtained here is kept for ever: verdicts, their history and plans refer to it.
 */
export interface DocumentCache extends Documents {
  /** Keeps a document that was just fetched. */
  put(document: StoredDocument, parsed: ParsedDocument): Promise<void>;
  /**
   * The same for one check of an untracked image: what it fetches is kept for a day and within bounds, so that such
   * checks do not fill the database.
   */
  passing(): Documents;
  /** Waits until everything obtained so far is in the database; called before a verdict that refers to it is stored. */
  written(): Promise<void>;
}

/** A digest that was absent is not requested again within this time, except by an explicit refresh. */
const ABSENCE_MS = 24 * 3600 * 1000;

/** Documents of a check of an untracked image are kept this long, to be shown beside its result. */
const PASSING_MS = 24 * 3600 * 1000;
/** Bytes of one document of such a check, and of all of them together; larger ones are not stored. */
const MAX_PASSING_DOCUMENT = 256 * 1024;
const MAX_PASSING_BYTES = 4 * 1024 * 1024;

/** Documents wait this long for others, to be written together. */
const WRITE_AFTER_MS = 20;

/** Of documents as they are in memory, parsed. */
const MAX_MEMORY_BYTES = 80 * 1024 * 1024;
/** A document that takes more than this is not remembered: it would push out hundreds of others. */
const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024;

/** How a check stores what it fetches; `undefined` for what it does not store. */
type Store = (document: StoredDocument) => Promise<unknown> | undefined;

export function createDocumentCache(db: Database, clock: () => Date): DocumentCache {
  const memory = createDocumentMemory();
  const reader = new DataLoader<Digest, KnownDocument | undefined>(
    async (digests) => {
      const found = new Map(
        (await readDocuments(db, digests)).map((document) => [document.digest, document]),
      );
      return digests.map((digest) => found.get(digest));
    },
    { cache: false, maxBatchSize: 1000 },
  );
  const writing = (write: (documents: readonly StoredDocument[]) => Promise<void>) =>
    new DataLoader<StoredDocument, null>(
      async (documents) => {
        const unique = new Map(documents.map((document) => [document.digest, document]));
        await write([...unique.values()]);
        return documents.map(() => null);
      },
      { cache: false, maxBatchSize: 500, batchScheduleFn: (run) => setTimeout(run, WRITE_AFTER_MS) },
    );
  const writer = writing((documents) => writeDocuments(db, documents));
  const passingWriter = writing((documents) =>
    writeTemporaryDocuments(db, documents, new Date(clock().getTime() + PASSING_MS)),
  );
  const keeper = new DataLoader<Digest, boolean>(
    async (digests) => {
      const kept = await retainDocuments(db, digests);
      return digests.map((digest) => kept.has(digest));
    },
    { cache: false, maxBatchSize: 1000 },
  );
  const writes = new Set<Promise<unknown>>();
  const absences = new DataLoader<Absence, boolean>(
    async (addresses) => {
      const found = await readAbsences(db, addresses, new Date(clock().getTime() - ABSENCE_MS));
      return addresses.map(({ repository, digest }) => found.has(formatAtDigest(repository, digest)));
    },
    { cache: false, maxBatchSize: 1000 },
  );
  const underway = new Map<string, Promise<ParsedDocument | undefined>>();

  /** What is known, whether it is kept for ever or not. */
  async function look<T extends ParsedDocument>(digest: Digest, parse: (document: StoredDocument) => T) {
    const known = memory.get(digest);
    if (known) return { parsed: known.parsed as T, stays: known.stays };
    const stored = await reader.load(digest);
    if (stored === undefined) return undefined;
    const parsed = parse(stored);
    const stays = stored.expiresAt === null;
    memory.keep(digest, parsed, stays);
    return { parsed, stays };
  }
  /** What is known, which is kept for ever from now on; `undefined` if it was deleted meanwhile. */
  async function get<T extends ParsedDocument>(digest: Digest, parse: (document: StoredDocument) => T) {
    const known = await look(digest, parse);
    if (known === undefined || known.stays) return known?.parsed;
    if (!(await keeper.load(digest))) return undefined;
    memory.keep(digest, known.parsed, true);
    return known.parsed;
  }
  async function put(document: StoredDocument, parsed: ParsedDocument) {
    memory.keep(document.digest, parsed, true);
    await writer.load(document);
  }
  async function fetchFrom<T extends ParsedDocument>(address: Absence, how: Obtaining<T>, store: Store) {
    if (!how.retryAbsent && (await absences.load(address))) return undefined;
    try {
      const fetched = await how.fetch();
      const parsed = how.parse(fetched);
      memory.keep(fetched.digest, parsed, store === keeping);
      const write = store(fetched);
      if (write === undefined) return parsed;
      writes.add(write);
      write.then(
        () => writes.delete(write),
        // `written` rejects with it.
        () => undefined,
      );
      return parsed;
    } catch (error) {
      if (!isAbsent(error)) throw error;
      await writeAbsences(db, [address], clock());
      return undefined;
    }
  }
  const keeping: Store = (document) => writer.load(document);

  /** One request for all callers that want the same at the same time. */
  async function shared<T extends ParsedDocument>(
    key: string,
    obtain: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const theirs = underway.get(key) as Promise<T | undefined> | undefined;
    if (theirs !== undefined) {
      try {
        return await theirs;
      } catch (error) {
        // The first caller gave up; the others did not.
        if (!(error instanceof RegistryError && GIVEN_UP.has(error.code))) throw error;
        return shared(key, obtain);
      }
    }
    const own = obtain().finally(() => underway.delete(key));
    underway.set(key, own);
    return own;
  }
  const keyOf = ({ repository, digest }: Absence, more: string) =>
    `${formatAtDigest(repository, digest)} ${more}`;

  return {
    get,
    put,
    obtain: (address, how) =>
      shared(
        keyOf(address, `${how.retryAbsent}`),
        async () => (await get(address.digest, how.parse)) ?? fetchFrom(address, how, keeping),
      ),
    passing() {
      let left = MAX_PASSING_BYTES;
      const store: Store = (document) => {
        const { byteLength } = document.bytes;
        if (byteLength > MAX_PASSING_DOCUMENT || byteLength > left) return undefined;
        left -= byteLength;
        return passingWriter.load(document);
      };
      return {
        get: async (digest, parse) => (await look(digest, parse))?.parsed,
        obtain: (address, how) =>
          shared(
            keyOf(address, `${how.retryAbsent} passing`),
            async () => (await look(address.digest, how.parse))?.parsed ?? fetchFrom(address, how, store),
          ),
      };
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

/** Codes of requests that their caller ended. */
const GIVEN_UP = new Set(['ABORTED', 'TIME_UP', 'TOO_MANY_REQUESTS']);

/** Parsed documents in memory; the oldest are dropped when there is no room. */
function createDocumentMemory() {
  const memory = new Map<Digest, { parsed: ParsedDocument; size: number; stays: boolean }>();
  let size = 0;
  return {
    get: (digest: Digest) => memory.get(digest),
    /** `stays`: the database keeps it for ever. */
    keep(digest: Digest, parsed: ParsedDocument, stays: boolean) {
      const known = memory.get(digest);
      if (known !== undefined) {
        known.stays ||= stays;
        return;
      }
      const bytes = memoryOf(parsed);
      if (bytes > MAX_DOCUMENT_BYTES) return;
      memory.set(digest, { parsed, size: bytes, stays });
      size += bytes;
      for (const [oldest, entry] of memory) {
        if (size <= MAX_MEMORY_BYTES) break;
        memory.delete(oldest);
        size -= entry.size;
      }
    },
  };
}
