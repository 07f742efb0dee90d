import type { Facts } from '#lib/lineage/facts/facts.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { createMemoryDocuments } from './memory-documents.ts';
import { createMemoryTagCache } from './memory-tag-cache.ts';
import type { JudgeSources, TagCache } from './sources.ts';

/**
 * The sources of a process that ends soon: each tag is resolved once, each document fetched once. They know no past
 * and no other images: `behindSince` stays null, and an image without evidence has no base.
 */
export function createMemorySources(
  registry: RegistryReader,
  declaredBase: Facts['declaredBase'],
  clock: () => Date,
): JudgeSources & { readonly tagCache: TagCache } {
  return {
    registry,
    documents: createMemoryDocuments(),
    knownImages: { possibleBases: async () => [] },
    declaredBase,
    tagCache: createMemoryTagCache(registry, clock),
    clock,
  };
}
