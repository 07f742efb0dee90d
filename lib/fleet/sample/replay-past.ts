import { formatReference, parseReference, type Reference } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { insertImages } from '#lib/store/images/tracked-images.ts';
import { insertObservations, type PastObservation } from '#lib/store/registries/tag-observations.ts';
import { createScan } from '#lib/store/scans/scans.ts';
import type { CheckContext } from '../scan/check-context.ts';
import { scanChunk } from '../scan/scan-chunk.ts';
import { createTagCaches } from '../services/tag-cache.ts';
import { SAMPLE_HOST, sample } from './recipes.ts';

/** Images that were built after their base had moved, by that base: they did not exist before. */
const BUILT_AFTER: readonly (readonly [base: string, images: RegExp])[] = [
  [sample('runtime/node:22'), /\/shop\/[a-z-]+:3\.9$/],
  [
    sample('platform/base:12'),
    /\/(runtime\/java:25|media\/transcoder:5\.0|media\/thumbnailer:1\.3|office\/pdf-export:3\.3)$/,
  ],
  [sample('library/alpine:3'), /\/edge\/health-probe:0\.4$/],
  [sample('runtime/static:1'), /\/edge\/proxy:1\.8$/],
];

/** Since when the sample tracks an image: since it was built, or since the fleet's first day. */
function trackedSince(image: string, past: readonly PastObservation[]): Date | undefined {
  const base = BUILT_AFTER.find(([, images]) => images.test(image))?.[0];
  return past.findLast(({ tag }) => tag === base)?.firstSeen ?? momentsOf(past)[0];
}

/**
 * Tracks the sample's images and judges them at each moment at which one of its tags moved, as scans would have done
 * then, so that the fleet has a history. Publishes no events. Returns the ids of the images that were not tracked
 * before.
 */
export async function livePast(
  context: CheckContext,
  references: readonly string[],
  past: readonly PastObservation[],
): Promise<string[]> {
  const imageIds: string[] = [];
  for (const moment of momentsOf(past)) {
    const built = references.filter((name) => trackedSince(name, past)?.getTime() === moment.getTime());
    const { added } = await insertImages(context.db, built.map(parseReference), moment, { sample: true });
    imageIds.push(...added);
    // Later observations must not be known yet: they decide since when an image is behind.
    await insertObservations(
      context.db,
      past.filter(({ firstSeen }) => firstSeen.getTime() === moment.getTime()),
    );
    const then = contextAt(context, past, moment);
    const scan = await createScan(context.db, [{ registry: SAMPLE_HOST, total: imageIds.length }], moment);
    await scanChunk(then, { scanId: scan.id, chunk: 0, registry: SAMPLE_HOST, imageIds });
  }
  return imageIds;
}

/** When a tag was first seen, or seen to have moved; oldest first. */
function momentsOf(past: readonly PastObservation[]): Date[] {
  const times = new Set(past.map(({ firstSeen }) => firstSeen.getTime()));
  return [...times].sort((a, b) => a - b).map((time) => new Date(time));
}

function contextAt(context: CheckContext, past: readonly PastObservation[], moment: Date): CheckContext {
  const clock = () => moment;
  const registry = registryAt(context.registry, past, moment);
  return {
    ...context,
    registry,
    clock,
    tagCaches: createTagCaches(context.db, registry, clock),
    events: { ...context.events, publish: async () => {} },
  };
}

/** A registry whose tags point where they were seen to point then; content by digest is what it is. */
function registryAt(
  registry: RegistryReader,
  past: readonly PastObservation[],
  moment: Date,
): RegistryReader {
  const digestAt = (reference: Reference) => {
    const tag = formatReference(reference);
    return past.findLast((seen) => seen.tag === tag && seen.firstSeen <= moment)?.digest;
  };
  return {
    ...registry,
    async resolve(reference, call) {
      const digest = digestAt(reference);
      const descriptor = await registry.resolve(reference, call);
      return digest == null ? descriptor : { ...descriptor, digest };
    },
  };
}
