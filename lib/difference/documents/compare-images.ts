import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import type { ListedLayer } from '#lib/rebase/layer.ts';
import { changesOf } from '#lib/rebase/merge/config.ts';
import type { ConfigChange } from '#lib/rebase/merged-changes.ts';
import { leafFor, type PlatformLeaf, platformsOf } from '#lib/rebase/planning/old-base/pair-platforms.ts';
import { shownLayers } from '#lib/rebase/planning/platform/shown-layers.ts';
import type { ImageSource, PlatformImageSource } from '#lib/rebase/rebase.ts';

/** What differs in the documents of two images for one platform. */
export interface PlatformDifference {
  readonly platform: string;
  /** The manifests that were compared; null where an image does not have the platform. */
  readonly before: Digest | null;
  readonly after: Digest | null;
  /** By diff ID, so that a layer that was compressed again is kept. Bottom first. */
  readonly layers: {
    readonly kept: readonly ListedLayer[];
    readonly removed: readonly ListedLayer[];
    readonly added: readonly ListedLayer[];
  };
  /** Bytes of all layers as stored, compressed; null where an image does not have the platform. */
  readonly size: { readonly before: number | null; readonly after: number | null };
  readonly config: readonly ConfigChange[];
}

/** One platform's images in both, or in one of them. */
export interface PlatformPair {
  readonly platform: string;
  readonly before: PlatformImageSource | undefined;
  readonly after: PlatformImageSource | undefined;
}

/**
 * Pairs the platforms of two images. A manifest without an index is compared with the other image's entry for its
 * platform, and two such manifests with each other; indexes by their platforms.
 */
export function pairImages(before: ImageSource, after: ImageSource): PlatformPair[] {
  const [one, other] = [platformsOf(before), platformsOf(after)];
  if (before.kind === 'manifest' && after.kind === 'manifest') {
    return [{ platform: one[0]?.platform ?? 'unknown', before, after }];
  }
  if (before.kind === 'manifest') return pairsOf(one, one, other);
  if (after.kind === 'manifest') return pairsOf(other, one, other);
  return pairsOf([...one, ...other], one, other);
}

function pairsOf(
  wanted: readonly PlatformLeaf[],
  before: readonly PlatformLeaf[],
  after: readonly PlatformLeaf[],
): PlatformPair[] {
  const platforms = [...new Set(wanted.map(({ platform }) => platform))];
  return platforms.map((platform) => ({
    platform,
    before: leafFor(before, platform)?.image,
    after: leafFor(after, platform)?.image,
  }));
}

/** Layers, config and size of one platform, before and after. */
export function comparePlatform({ platform, before, after }: PlatformPair): PlatformDifference {
  const [was, is] = [layersOf(before), layersOf(after)];
  const left = countsOf(is);
  const kept: ListedLayer[] = [];
  const removed: ListedLayer[] = [];
  for (const layer of was) (take(left, layer.diffId) ? kept : removed).push(layer);
  const known = countsOf(was);
  const added = is.filter(({ diffId }) => !take(known, diffId));
  return {
    platform,
    before: before?.document.digest ?? null,
    after: after?.document.digest ?? null,
    layers: { kept, removed, added },
    size: { before: before ? sizeOf(was) : null, after: after ? sizeOf(is) : null },
    config: before && after ? changesOf(before.config, after.config) : [],
  };
}

/** The layers of a platform's image, bottom first; empty for none. */
export function layersOf(source: PlatformImageSource | undefined): ListedLayer[] {
  if (source === undefined) return [];
  return shownLayers(source.document.content.layers, diffIds(source.config), source.config, 0);
}

function sizeOf(layers: readonly ListedLayer[]): number {
  return layers.reduce((sum, { size }) => sum + size, 0);
}

function countsOf(layers: readonly ListedLayer[]): Map<Digest, number> {
  const counts = new Map<Digest, number>();
  for (const { diffId } of layers) counts.set(diffId, (counts.get(diffId) ?? 0) + 1);
  return counts;
}

/** Takes one of a diff ID, if there is any left. */
function take(counts: Map<Digest, number>, diffId: Digest): boolean {
  const count = counts.get(diffId) ?? 0;
  if (count > 0) counts.set(diffId, count - 1);
  return count > 0;
}
