import type { Annotations } from '#lib/oci/annotations.ts';
import type { ImageManifest, ManifestDocument } from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';

/** The annotations of a base's manifest; `undefined` for Docker's format, which has none. */
export function ownAnnotations({
  mediaType,
  content: { annotations },
}: ManifestDocument<ImageManifest>): Annotations | undefined {
  return annotations ?? (mediaType === MEDIA_TYPE.dockerManifest ? undefined : {});
}
