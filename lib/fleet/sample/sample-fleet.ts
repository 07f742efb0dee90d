import { push } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry, type MemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import type { PastObservation } from '#lib/store/registries/tag-observations.ts';
import { pushFleet } from './apps.ts';
import type { SampleImage } from './push-apps.ts';
import { install, sample } from './recipes.ts';

/** The sample fleet: a registry with its content, the tracked images, and their history. */
export interface SampleFleet {
  readonly registry: MemoryRegistry;
  readonly images: readonly SampleImage[];
  /** Observations of its tags before today, so that "moved 41 days ago" has evidence. */
  past(now: Date): PastObservation[];
  /** Moves the tag of `runtime/python:3.13`, as its publisher would; returns the tag that moved. */
  move(): Promise<string>;
}

const DAY_MS = 24 * 3600 * 1000;
/** The fleet's tags were first seen this long ago. */
const KNOWN_FOR_DAYS = 200;

/** Builds the fleet, the same each time. */
export async function buildSampleFleet(): Promise<SampleFleet> {
  const registry = createMemoryRegistry();
  const { bases, images } = await pushFleet(registry);
  let moves = 0;
  return {
    registry,
    images,
    past(now) {
      const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
      const told = [...Object.values(bases), ...images.flatMap(({ moved }) => moved ?? [])];
      return told.flatMap(({ name, oldDigest, nowDigest, movedDaysAgo }): PastObservation[] => {
        const first = ago(KNOWN_FOR_DAYS);
        if (movedDaysAgo === null)
          return [{ tag: name, digest: nowDigest, firstSeen: first, lastSeen: ago(1) }];
        const moved = ago(movedDaysAgo);
        return [
          {
            tag: name,
            digest: oldDigest,
            firstSeen: first,
            lastSeen: new Date(moved.getTime() - DAY_MS / 24),
          },
          { tag: name, digest: nowDigest, firstSeen: moved, lastSeen: moved },
        ];
      });
    },
    async move() {
      moves += 1;
      const reference = sample('runtime/python:3.13');
      await push(registry, reference, install(bases.debian.now, 'python3.13', `3.13.${moves + 1}`));
      return reference;
    },
  };
}
