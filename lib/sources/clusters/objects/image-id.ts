import { type Digest, isDigest } from '#lib/oci/digest.ts';

/**
 * The image that a container runtime started (`status.containerStatuses[].imageID`). `manifest`: the digest of an index or
 * of a platform's manifest, in the repository it was pulled from. `config`: the digest of the image's config, for images
 * that were imported or preloaded, or were pulled by an old runtime.
 */
export type ImageId =
  | { readonly of: 'manifest'; readonly digest: Digest; readonly repository: string }
  | { readonly of: 'config'; readonly digest: Digest };

/**
 * Parses an `imageID`. containerd and CRI-O write `repository@digest` or a bare config digest (kubernetes #115199, #95968);
 * dockershim and cri-dockerd put `docker-pullable://` or `docker://` before it. `undefined` for any other text.
 */
export function parseImageId(text: string | null | undefined): ImageId | undefined {
  const bare = (text ?? '').replace(/^[a-z][a-z-]{0,30}:\/\//, '');
  if (isDigest(bare)) return { of: 'config', digest: bare };
  const at = bare.lastIndexOf('@');
  const digest = bare.slice(at + 1);
  if (at < 1 || !isDigest(digest)) return undefined;
  return { of: 'manifest', digest, repository: bare.slice(0, at) };
}
