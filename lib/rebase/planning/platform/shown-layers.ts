import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds, type ImageConfig } from '#lib/oci/image-config.ts';
import type { ListedLayer } from '../../rebase.ts';

/** Layers with what created them, if the history says so. `from` is the first one's index in the config. */
export function shownLayers(
  layers: readonly Descriptor[],
  ids: readonly Digest[],
  config: ImageConfig,
  from: number,
): ListedLayer[] {
  const made = (config.history ?? []).filter((entry) => !entry.empty_layer);
  const isComplete = made.length === diffIds(config).length;
  return layers.map(({ digest, size, mediaType }, at) => ({
    digest,
    diffId: ids[at] ?? digest,
    size,
    mediaType,
    createdBy: (isComplete && made[from + at]?.created_by) || null,
  }));
}
