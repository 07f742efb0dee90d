import { ANNOTATION, BUILDPACKS_LABEL } from '#lib/oci/annotations.ts';
import { diffIds, type ImageConfig, labelsOf } from '#lib/oci/image-config.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import type { MergedConfig } from '../../merge/config.ts';
import type { PlatformImageSource } from '../../rebase.ts';
import { claimsBase, type NewClaim, withClaim } from '../documents/base-claims.ts';
import { isBuiltByLifecycle, withRunImage } from './buildpacks.ts';

type Labels = Readonly<Record<string, string>>;

export interface LabelQuestion {
  readonly merged: MergedConfig['config'];
  readonly image: PlatformImageSource;
  /** `undefined` where it is not known. */
  readonly oldBase: ImageConfig | undefined;
  readonly newBase: ImageConfig;
  readonly claim: NewClaim;
  readonly place: 'top' | 'child';
}

/** Updates labels about the base. Docker's manifests have no annotations, so there a label names the base. */
export function withLabels(question: LabelQuestion): MergedConfig['config'] {
  const { merged: config, image, oldBase, newBase, claim, place } = question;
  const own = labelsOf(image.config);
  const docker = image.document.mediaType === MEDIA_TYPE.dockerManifest;
  const lifecycle = own[BUILDPACKS_LABEL.lifecycle];
  const merged: Labels = config.config?.Labels ?? {};
  // A merge may have brought the base's own claim: the image's claim is the one to update.
  const claimed = { ...merged, ...pickClaim(own) };
  const claims = claimsBase(own) || (docker && lifecycle === undefined);
  let labels = claims ? withClaim(claimed, claim, place) : merged;
  const topLayer = diffIds(newBase).at(-1);
  const built = isBuiltByLifecycle(own, oldBase && labelsOf(oldBase));
  if (built && lifecycle !== undefined && topLayer !== undefined) {
    const current = { ...labels, [BUILDPACKS_LABEL.lifecycle]: lifecycle };
    labels = withRunImage(current, labelsOf(newBase), claim, topLayer);
  }
  return labels === merged ? config : { ...config, config: { ...config.config, Labels: { ...labels } } };
}

/** The image's own claim, whose convention is kept; a merge may have replaced it with the base's. */
function pickClaim(own: Labels): Labels {
  const digest = own[ANNOTATION.baseDigest];
  return digest === undefined ? {} : { [ANNOTATION.baseDigest]: digest };
}
