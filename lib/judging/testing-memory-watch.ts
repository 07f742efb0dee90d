import type { KnownImage } from '#lib/lineage/facts/facts.ts';
import { isPrefix } from '#lib/lineage/images/verify-layers.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { ObservedStack } from './facts/observed-layers.ts';
import { type Judgement, judgeImage } from './judge-image.ts';
import { createMemoryDocuments } from './sources/memory-documents.ts';
import { createMemoryTagCache } from './sources/memory-tag-cache.ts';
import type { JudgeSources, KnownImages } from './sources/sources.ts';
import { type TagPast, withPast } from './testing-tag-past.ts';

/**
 * Judges images and keeps in memory what the service keeps in its database: content, what tags resolved to, and the
 * layers of judged images. For tests of verdicts over time that need no database.
 */
export interface MemoryWatch {
  /** Judges an image, which is tracked from then on. */
  judge(reference: Reference): Promise<Judgement>;
  /** Starts a new scan: tags are resolved again, and content that was absent is requested again. */
  nextScan(): void;
}

/** Creates a watch; `past` is what tags resolved to before it. */
export function createMemoryWatch(
  registry: RegistryReader,
  clock: () => Date,
  past: TagPast = new Map(),
): MemoryWatch {
  const documents = createMemoryDocuments();
  const images = createMemoryImages();
  const sources: JudgeSources = {
    registry,
    documents,
    knownImages: images,
    declaredBase: () => undefined,
    clock,
  };
  const newTagCache = () => withPast(createMemoryTagCache(registry, clock), past);
  let tagCache = newTagCache();
  return {
    async judge(reference) {
      const judgement = await judgeImage(sources, reference, tagCache);
      images.track(reference, judgement.stacks);
      return judgement;
    },
    nextScan() {
      tagCache = newTagCache();
      documents.forgetFailures();
    },
  };
}

interface MemoryImages extends KnownImages {
  track(reference: Reference, stacks: readonly ObservedStack[]): void;
}

/** Known images are the tracked ones that add layers to their base, as in the service without trusted bases. */
function createMemoryImages(): MemoryImages {
  const tracked = new Set<string>();
  const known = new Map<string, ObservedStack>();
  return {
    track(reference, stacks) {
      tracked.add(formatReference(reference));
      for (const stack of stacks) {
        const key = `${stack.reference} ${stack.platform} ${stack.digest}`;
        if (stack.of === 'image' || !known.has(key)) known.set(key, stack);
      }
    },
    possibleBases: async (layers) =>
      [...known.values()]
        .filter(({ reference, addsLayers }) => addsLayers && tracked.has(reference))
        .filter(({ diffIds }) => isStrictPrefix(diffIds, layers))
        .toSorted((a, b) => b.diffIds.length - a.diffIds.length)
        .map(({ reference, platform, digest, diffIds, since }): KnownImage => {
          return { reference: parseReference(reference), platform, digest, diffIds, tracked: true, since };
        }),
  };
}

function isStrictPrefix(prefix: readonly Digest[], layers: readonly Digest[]): boolean {
  return prefix.length > 0 && prefix.length < layers.length && isPrefix(prefix, layers);
}
