import type { Descriptor } from '#lib/oci/descriptor.ts';
import { diffIds, labelsOf } from '#lib/oci/image-config.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { RebaseRefusal } from '../../rebase.ts';
import { isBuiltByLifecycle, refuseOtherDistribution } from './buildpacks.ts';
import { isWholeImageLayer } from './layer-media-types.ts';
import type { PlatformQuestion } from './platform-question.ts';

/** Refuses a base that buildpacks' own rule refuses. */
export function otherDistribution({
  platform,
  image,
  oldBase,
  newBase,
}: PlatformQuestion): RebaseRefusal | undefined {
  const own = labelsOf(image.config);
  if (!isBuiltByLifecycle(own, oldBase?.config && labelsOf(oldBase.config))) return undefined;
  return refuseOtherDistribution(platform, own, labelsOf(newBase.config));
}

/** Refuses a base whose layers and diff IDs do not match: nothing could unpack the result. */
export function refuseBase({ platform, newBase }: PlatformQuestion): RebaseRefusal | undefined {
  const layers = newBase.document.content.layers.length;
  const ids = diffIds(newBase.config).length;
  if (layers === ids) return undefined;
  return {
    kind: 'unverifiable',
    detail: `The new base is inconsistent: its manifest lists ${layers} layers, its config ${ids}. Choose another base.`,
    platform,
    facts: { base: newBase.document.digest, layers, diffIds: ids },
    instead: ['choose-another-base'],
  };
}

/** The refusal of a layer that the image's format has no type for; the advice depends on whose layer it is. */
export function refuseLayer(
  { platform, image }: PlatformQuestion,
  { digest, mediaType }: Descriptor,
  whose: 'image' | 'new base',
): RebaseRefusal {
  const family = image.document.mediaType === MEDIA_TYPE.dockerManifest ? 'Docker v2s2' : 'OCI';
  const own = whose === 'image';
  return {
    kind: 'unsupported-media-type',
    detail: `The ${whose} has a layer of type ${mediaType}, which a manifest in the ${family} format cannot list. Rebuild the image in the OCI format${own ? '' : ', or choose another base'}.`,
    platform,
    facts: { layer: digest, mediaType },
    instead: own ? ['rebuild'] : ['rebuild', 'choose-another-base'],
  };
}

/** Refuses layers that each describe one whole image: they cannot be swapped, nor kept on another base. */
export function refuseWholeImage(
  { platform }: PlatformQuestion,
  added: readonly Descriptor[],
  kept: readonly Descriptor[],
): RebaseRefusal | undefined {
  const layer = [...kept, ...added].find(isWholeImageLayer);
  if (layer === undefined) return undefined;
  const own = kept.includes(layer);
  return {
    kind: 'unsupported-media-type',
    detail: `The ${own ? 'image' : 'new base'} has layers for lazy loading (Nydus or OverlayBD). They describe one whole image, so its base cannot be swapped. Rebase the image that they were converted from, then convert it again.`,
    platform,
    facts: { layer: layer.digest, mediaType: layer.mediaType },
    instead: own ? ['rebuild'] : ['choose-another-base'],
  };
}
