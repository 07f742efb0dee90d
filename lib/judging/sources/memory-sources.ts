import type { Facts } from '#lib/lineage/facts/facts.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { createMemoryDocuments } from './memory-documents.ts';
import { createMemoryTagCache } from './memory-tag-cache.ts';
import type { JudgeSources, TagCache } from './sources.ts';

/**
 * The sources of a short-lived process: each tag is resolved once, each document fetched once. They have no history and
 * no known images: `behindSince` stays null, and an image without evidence has no base.
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
