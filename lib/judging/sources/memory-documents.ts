import type { Digest } from '#lib/oci/digest.ts';
import { formatAtDigest } from '#lib/oci/reference.ts';
import { undefinedIfAbsent } from '#lib/registry/errors.ts';
import { memoryOf } from './parse-document.ts';
import type { DocumentAddress, Documents, Obtaining, ParsedDocument } from './sources.ts';

/** Bytes of memory for parsed documents, beside those that the running judgements hold. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

/** Documents in this process's memory: each is fetched once. */
export interface MemoryDocuments extends Documents {
  /** Lets the next judgement request again what was absent or failed. */
  forgetFailures(): void;
}

/** Documents in memory; the oldest are dropped if they take more than {@link MAX_MEMORY_BYTES}. */
export function createMemoryDocuments(): MemoryDocuments {
  const known = new Map<Digest, ParsedDocument>();
  const requested = new Map<string, Promise<ParsedDocument | undefined>>();
  let size = 0;

  function keep(digest: Digest, parsed: ParsedDocument) {
    known.set(digest, parsed);
    size += memoryOf(parsed);
    for (const [oldest, document] of known) {
      if (size <= MAX_MEMORY_BYTES) break;
      known.delete(oldest);
      size -= memoryOf(document);
      for (const key of requested.keys()) if (key.endsWith(`@${oldest}`)) requested.delete(key);
    }
  }

  async function fetched<T extends ParsedDocument>({ digest }: DocumentAddress, how: Obtaining<T>) {
    const before = known.get(digest);
    if (before !== undefined) return before as T;
    try {
      const parsed = how.parse(await how.fetch());
      if (!known.has(digest)) keep(digest, parsed);
      return parsed;
    } catch (error) {
      return undefinedIfAbsent(error);
    }
  }

  return {
    get: async <T extends ParsedDocument>(digest: Digest) => known.get(digest) as T | undefined,
    obtain<T extends ParsedDocument>(address: DocumentAddress, how: Obtaining<T>) {
      const key = formatAtDigest(address.repository, address.digest);
      const shared = requested.get(key) as Promise<T | undefined> | undefined;
      if (shared !== undefined) return shared;
      const own = fetched(address, how);
      requested.set(key, own);
      return own;
    },
    forgetFailures: () => requested.clear(),
  };
}
