import type { Digest } from '#lib/oci/digest.ts';
import type { Reason } from '../verdict/reason.ts';
import type { Verification } from '../vocabulary/verification.ts';

/** The parts of an image or base that verification compares. */
export interface Layered {
  readonly diffIds: readonly Digest[];
  readonly layers: readonly Digest[];
  /** The history's entries in order: they show whether an image is squashed. */
  readonly history: readonly HistoryStep[];
}

export interface HistoryStep {
  readonly createdBy: string;
  readonly comment: string;
  /** The step made no layer. */
  readonly empty: boolean;
}

/** The result of comparing an image's layers with its claimed base's. */
export interface LayerProof {
  readonly verification: Verification;
  /** How many of the image's layers are the base's; null if not proven. */
  readonly baseLayers: number | null;
  /** Why it is not proven, or not as claimed. */
  readonly reason: Reason | null;
  /** The image's layers were merged, so they neither prove nor contradict a base. */
  readonly squashed?: boolean;
}

/** True if `whole` begins with all of `prefix`, or equals it. */
export function isPrefix(prefix: readonly Digest[], whole: readonly Digest[]): boolean {
  return prefix.length <= whole.length && prefix.every((digest, at) => digest === whole[at]);
}

/**
 * Whether the image's first layers are the base's, by diff IDs (image-spec, config.md § rootfs). Equal layers prove it
 * as well: a Dockerfile that sets only metadata adds no layer.
 */
export function verifyLayers(image: Layered, base: Layered): LayerProof {
  if (image.diffIds.length !== image.layers.length || base.diffIds.length !== base.layers.length) {
    const of = image.diffIds.length === image.layers.length ? 'base' : 'image';
    return unproven('unverifiable', { kind: 'layers-uncounted', of });
  }
  if (base.diffIds.length === 0) return unproven('unverifiable', { kind: 'base-without-layers' });
  if (isPrefix(base.diffIds, image.diffIds)) {
    const recompressed = !isPrefix(base.layers, image.layers);
    return {
      verification: recompressed ? 'verified-recompressed' : 'verified',
      baseLayers: base.diffIds.length,
      reason: recompressed ? { kind: 'recompressed' } : null,
    };
  }
  if (isSquashed(image) || repeatsSteps(image, base)) return SQUASHED;
  return unproven('contradicted', { kind: 'layers-differ' });
}

export const SQUASHED: LayerProof = {
  verification: 'unverifiable',
  baseLayers: null,
  reason: { kind: 'squashed' },
  squashed: true,
};

/**
 * True if an image's own history says that its layers were merged: `crane flatten` names the digest that it
 * flattened, `docker build --squash` what it merged, `docker import` where the archive came from; `buildah --squash`
 * leaves one layer at the bottom whose comment is `FROM` the base; others keep more steps that made layers than there
 * are layers.
 */
export function isSquashed({ diffIds, history }: Layered): boolean {
  if (diffIds.length === 0) return false;
  const made = history.filter(({ empty }) => !empty);
  if (made.length > diffIds.length) return true;
  const [bottom] = made;
  if (bottom !== undefined && isMerge(bottom)) return true;
  // A step with a base cannot make the bottom layer, unless it merged the base's layers into it.
  if (bottom !== undefined && made.length === diffIds.length && hasFromComment(bottom)) return true;
  const last = history.at(-1);
  return diffIds.length === 1 && last !== undefined && hasFromComment(last);
}

function hasFromComment({ comment }: HistoryStep): boolean {
  return /^FROM (?!scratch\b)\S/.test(comment);
}

function isMerge({ createdBy, comment }: HistoryStep): boolean {
  return (
    /(?:^|\s)flatten (?:sha256|sha512):[0-9a-f]{64,128}$/.test(createdBy) ||
    /^merge sha256:[0-9a-f]{64} to /.test(comment) ||
    /^Imported from /.test(comment)
  );
}

/** True for an image of one layer whose history has the base's steps before its own. */
function repeatsSteps(image: Layered, base: Layered): boolean {
  if (image.diffIds.length !== 1) return false;
  if (base.history.length === 0 || image.history.length <= base.history.length) return false;
  return base.history.every((step, at) => step.createdBy === image.history[at]?.createdBy);
}

function unproven(verification: Verification, reason: Reason): LayerProof {
  return { verification, baseLayers: null, reason };
}
