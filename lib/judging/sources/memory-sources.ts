import type { Facts } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, formatRepository, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { factOfFailure } from './failure-as-fact.ts';
import { memoryOf } from './parse-document.ts';
import type {
  DocumentAddress,
  Documents,
  JudgeSources,
  Obtaining,
  ParsedDocument,
  TagBoard,
  TagLook,
} from './sources.ts';

/**
 * What a process remembers that ends soon: each tag is looked at once, each document fetched once. It knows no past
 * and no other images: `behindSince` stays null, and an image that says nothing of its base has no base.
 */
export function createMemorySources(
  registry: RegistryReader,
  declaredBase: Facts['declaredBase'],
  clock: () => Date,
): JudgeSources & { readonly board: TagBoard } {
  return {
    registry,
    documents: createMemoryDocuments(),
    knownImages: { beneath: async () => [] },
    declaredBase,
    board: createMemoryBoard(registry, clock),
    clock,
  };
}

/** Of documents in memory, parsed, beside what the judgements under way hold. */
const MAX_MEMORY_BYTES = 256 * 1024 * 1024;

function createMemoryDocuments(): Documents {
  const known = new Map<Digest, ParsedDocument>();
  const asked = new Map<string, Promise<ParsedDocument | undefined>>();
  let size = 0;

  /** Keeps a document, and lets the oldest go where there is no room. */
  function keep(digest: Digest, parsed: ParsedDocument) {
    known.set(digest, parsed);
    size += memoryOf(parsed);
    for (const [oldest, document] of known) {
      if (size <= MAX_MEMORY_BYTES) break;
      known.delete(oldest);
      size -= memoryOf(document);
      for (const key of asked.keys()) if (key.endsWith(`@${oldest}`)) asked.delete(key);
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
      if (error instanceof RegistryError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }
  return {
    get: async <T extends ParsedDocument>(digest: Digest) => known.get(digest) as T | undefined,
    obtain<T extends ParsedDocument>(address: DocumentAddress, how: Obtaining<T>) {
      const key = `${formatRepository(address.repository)}@${address.digest}`;
      const shared = asked.get(key) as Promise<T | undefined> | undefined;
      if (shared !== undefined) return shared;
      const own = fetched(address, how);
      asked.set(key, own);
      return own;
    },
  };
}

function createMemoryBoard(registry: RegistryReader, clock: () => Date): TagBoard {
  const looks = new Map<string, Promise<TagLook>>();
  const history = { observations: [] };

  async function ask(reference: Reference): Promise<TagLook> {
    const observedAt = clock().toISOString();
    try {
      const { digest } = await registry.resolve(reference);
      return { fact: { state: 'resolved', digest, observedAt }, history };
    } catch (error) {
      const failure = factOfFailure(error);
      return { fact: failure.state === 'gone' ? { ...failure, observedAt } : failure, history, error };
    }
  }
  return {
    look(reference) {
      const tag = formatReference(reference);
      const known = looks.get(tag);
      if (known !== undefined) return known;
      const look = ask(reference);
      looks.set(tag, look);
      return look;
    },
  };
}
