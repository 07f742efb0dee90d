import { layersOf } from '#lib/difference/documents/compare-images.ts';
import { layeredOf } from '#lib/lineage/images/compare-config.ts';
import { type LayerProof, verifyLayers } from '#lib/lineage/images/verify-layers.ts';
import type { Reason } from '#lib/lineage/verdict/reason.ts';
import type { Verification } from '#lib/lineage/vocabulary/verification.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import type { ListedLayer } from '#lib/rebase/layer.ts';
import { leafFor, type PlatformLeaf, platformsOf } from '#lib/rebase/planning/old-base/pair-platforms.ts';
import type { ImageSource, PlatformImageSource } from '#lib/rebase/rebase.ts';

/** An image that a base name may mean: the named digest, the one that the tag has now, or one that it had before. */
export interface BaseCandidate {
  readonly digest: Digest;
  readonly source: ImageSource;
  /** Whether somebody named this digest. Then layers that differ contradict it; for a tag they do not. */
  readonly isNamed: boolean;
}

/** The layers at one height from the bottom, in the base and in the image. */
export interface LayerPair {
  readonly base: ListedLayer;
  readonly image: ListedLayer | null;
  readonly agrees: boolean;
}

/** One platform of an image beside that of a base. */
export interface PlatformComparison {
  readonly platform: string;
  readonly verification: Verification;
  /** Why it is not verified; `no-platform` if the base has no image to compare with. */
  readonly reason: Reason | 'no-platform' | null;
  /** The image of the base that was compared, and the candidate that has it; null for none. */
  readonly compared: {
    readonly candidate: Digest;
    readonly manifest: Digest;
    readonly platform: string;
  } | null;
  /** How many layers the base has, and how many of them are the image's first ones. */
  readonly baseLayers: number;
  readonly agreeing: number;
  readonly imageLayers: number;
  /** The base's layers beside the image's, bottom first; at most {@link MAX_PAIRS}. */
  readonly layers: readonly LayerPair[];
}

/** Layers that are shown; container runtimes stop at 127. */
const MAX_PAIRS = 128;
/** The platforms whose layers are shown: one with {@link MAX_PAIRS} layers takes tens of kilobytes. */
const SHOWN_PLATFORMS = 8;
/** The most platforms that are compared; real images have fewer. */
const MAX_PLATFORMS = 64;
/** The most platforms of a candidate that one platform is compared with. */
const MAX_BASES = 16;

/**
 * Compares each platform of an image with a base, at most {@link MAX_PLATFORMS}. Layers are returned only for the first
 * {@link SHOWN_PLATFORMS}. Platforms beyond the limit are in `left`.
 */
export function comparePlatforms(
  image: ImageSource,
  candidates: readonly BaseCandidate[],
): { readonly platforms: readonly PlatformComparison[]; readonly left: readonly string[] } {
  const leaves = platformsOf(image);
  const platforms = leaves.slice(0, MAX_PLATFORMS).map((leaf, at) => {
    const compared = comparePlatform(leaf, candidates);
    return at < SHOWN_PLATFORMS ? compared : { ...compared, layers: [] };
  });
  return { platforms, left: leaves.slice(MAX_PLATFORMS).map(({ platform }) => platform) };
}

/**
 * Compares one platform of an image with a base: for each candidate, with the image that a builder picks for the platform,
 * then with those of other platforms, as after `FROM --platform=…`. The first one that the layers prove counts. If they
 * prove none, the first candidate is shown.
 */
function comparePlatform(
  { platform, image }: PlatformLeaf,
  candidates: readonly BaseCandidate[],
): PlatformComparison {
  const found = findProof(image, platform, candidates);
  const imageLayers = layersOf(image);
  if (found === undefined) {
    const none = { compared: null, baseLayers: 0, agreeing: 0, layers: [] };
    const [verification, reason] = ['unverifiable', 'no-platform'] as const;
    return { platform, verification, reason, ...none, imageLayers: imageLayers.length };
  }
  const { candidate, base, proof } = found;
  const layers = layersOf(base.image).map((layer, at): LayerPair => {
    const own = imageLayers[at] ?? null;
    return { base: layer, image: own, agrees: own?.diffId === layer.diffId };
  });
  const differing = layers.findIndex(({ agrees }) => !agrees);
  return {
    platform,
    ...outcomeOf(proof, candidate),
    compared: {
      candidate: candidate.digest,
      manifest: base.image.document.digest,
      platform: base.platform,
    },
    baseLayers: layers.length,
    agreeing: differing < 0 ? layers.length : differing,
    imageLayers: imageLayers.length,
    layers: layers.slice(0, MAX_PAIRS),
  };
}

interface Tried {
  readonly candidate: BaseCandidate;
  readonly base: PlatformLeaf;
  readonly proof: LayerProof;
}

/** The first comparison that proves the base, else the first one; `undefined` if there is nothing to compare with. */
function findProof(
  image: PlatformImageSource,
  platform: string,
  candidates: readonly BaseCandidate[],
): Tried | undefined {
  const own = layered(image);
  let first: Tried | undefined;
  for (const candidate of candidates) {
    for (const base of possibleBases(candidate.source, platform).slice(0, MAX_BASES)) {
      const tried = { candidate, base, proof: verifyLayers(own, layered(base.image)) };
      if (tried.proof.baseLayers !== null) return tried;
      first ??= tried;
    }
  }
  return first;
}

/** Layers never contradict a tag: it may have had other layers when the image was built. */
function outcomeOf(
  { verification, reason }: LayerProof,
  { isNamed }: BaseCandidate,
): Pick<PlatformComparison, 'verification' | 'reason'> {
  if (verification !== 'contradicted' || isNamed) return { verification, reason };
  return { verification: 'unverifiable', reason: { kind: 'no-digest-claimed' } };
}

/** The images of a base that a platform may be based on: the one that a builder picks, then others of the same OS. */
function possibleBases(source: ImageSource, platform: string): PlatformLeaf[] {
  const leaves = platformsOf(source);
  if (source.kind === 'manifest') return leaves;
  const [system] = platform.split('/');
  const picked = leafFor(leaves, platform);
  const others = leaves
    .filter((leaf) => leaf !== picked && leaf.platform.startsWith(`${system}/`))
    .toSorted((a, b) => layerCount(b) - layerCount(a));
  return [...(picked === undefined ? [] : [picked]), ...others];
}

function layerCount({ image }: PlatformLeaf): number {
  return image.document.content.layers.length;
}

function layered({ document, config }: PlatformImageSource) {
  const layers = document.content.layers.map(({ digest }) => digest);
  return layeredOf({ config, diffIds: diffIds(config), layers });
}
