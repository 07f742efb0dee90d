import type { Digest } from '#lib/oci/digest.ts';
import type { Verification } from './lineage.ts';

/** What verification compares of an image or a base. */
export interface Layered {
  readonly diffIds: readonly Digest[];
  readonly layers: readonly Digest[];
  /** The history's entries in order, for telling a squashed image from a false claim. */
  readonly history: readonly HistoryStep[];
}

export interface HistoryStep {
  readonly createdBy: string;
  readonly comment: string;
}

/** The result of comparing an image's layers with its claimed base's. */
export interface LayerProof {
  readonly verification: Verification;
  /** How many of the image's layers are the base's; null where that is not proven. */
  readonly baseLayers: number | null;
  /** A sentence's second half where it is not proven. */
  readonly reason: string | null;
}

/** True where each of `prefix` begins `whole`; of equal length too. */
export function isPrefix(prefix: readonly Digest[], whole: readonly Digest[]): boolean {
  return prefix.length <= whole.length && prefix.every((digest, at) => digest === whole[at]);
}

/**
 * Whether the base's layers begin the image, by uncompressed layers (image-spec, config.md § rootfs). Equal
 * stacks prove it as well: a Dockerfile that sets only metadata adds no layer.
 */
export function verifyLayers(image: Layered, base: Layered): LayerProof {
  if (image.diffIds.length !== image.layers.length || base.diffIds.length !== base.layers.length) {
    const whose = image.diffIds.length === image.layers.length ? 'the base' : 'the image';
    return unproven('unverifiable', `${whose} has not as many layers as diff IDs`);
  }
  if (base.diffIds.length === 0) return unproven('unverifiable', 'the base has no layers to compare');
  if (isPrefix(base.diffIds, image.diffIds)) {
    const recompressed = !isPrefix(base.layers, image.layers);
    return {
      verification: recompressed ? 'verified-recompressed' : 'verified',
      baseLayers: base.diffIds.length,
      reason: recompressed ? 'the base’s layers are there with the same content, compressed anew' : null,
    };
  }
  if (isSquashed(image, base)) {
    return unproven(
      'unverifiable',
      'the image is squashed: its one layer no longer shows what it was built on',
    );
  }
  return unproven('contradicted', 'the image’s layers do not begin with the claimed base’s');
}

/**
 * One layer, and a history that tells the base's steps before its own; or, as `buildah --squash` writes it, a
 * last step whose comment is `FROM` the base.
 */
function isSquashed(image: Layered, base: Layered): boolean {
  if (image.diffIds.length !== 1) return false;
  if (/^FROM (?!scratch\b)\S/.test(image.history.at(-1)?.comment ?? '')) return true;
  if (base.history.length === 0 || image.history.length <= base.history.length) return false;
  return base.history.every((step, at) => step.createdBy === image.history[at]?.createdBy);
}

function unproven(verification: Verification, reason: string): LayerProof {
  return { verification, baseLayers: null, reason };
}
