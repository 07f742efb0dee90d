import type { ImageConfig } from '#lib/oci/config.ts';
import { sortKeys } from '#lib/oci/written-number.ts';
import type { PlatformImage } from './platform-image.ts';
import type { Layered } from './verify.ts';

/** What verification compares of an image. */
export function layeredOf(image: PlatformImage): Layered {
  const history = (image.config.history ?? []).map((entry) => ({
    createdBy: entry.created_by ?? '',
    comment: entry.comment ?? '',
    empty: entry.empty_layer === true,
  }));
  return { diffIds: image.diffIds, layers: image.layers, history };
}

/** True when two configs run the same: times and history are the publisher's and change with every build. */
export function sameRuntimeConfig(a: ImageConfig, b: ImageConfig): boolean {
  return canonical(a.config ?? {}) === canonical(b.config ?? {});
}

/** JSON with sorted keys, in which null, empty and absent are one. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (key, each) => {
    if (each === null || each === '' || (Array.isArray(each) && each.length === 0)) return undefined;
    return sortKeys(key, each);
  });
}
