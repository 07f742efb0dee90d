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

/**
 * Compares one platform of an image with a base: for each candidate, with the image that a builder picks for the platform,
 * then with those of other platforms, as after `FROM --platform=…`. The first one that the layers prove counts. If they
 * prove none, the first candidate is shown.
 */
export function comparePlatform(
  { platform, image }: PlatformLeaf,
  candidates: readonly BaseCandidate[],
): PlatformComparison {
  const tried = candidates.flatMap((candidate) =>
    possibleBases(candidate.source, platform).map((base) => ({
      candidate,
      base,
      proof: verifyLayers(layered(image), layered(base.image)),
    })),
  );
  const [first] = tried;
  const imageLayers = layersOf(image);
  if (first === undefined) {
    const none = { compared: null, baseLayers: 0, agreeing: 0, layers: [] };
    const [verification, reason] = ['unverifiable', 'no-platform'] as const;
    return { platform, verification, reason, ...none, imageLayers: imageLayers.length };
  }
  const { candidate, base, proof } = tried.find((each) => each.proof.baseLayers !== null) ?? first;
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
