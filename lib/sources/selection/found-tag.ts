import type { Digest } from '#lib/oci/digest.ts';
import { isImageConfigMediaType, isIndexMediaType, isManifestMediaType } from '#lib/oci/media-type.ts';

/** What a tag holds, if that is not an image. */
export type NonImage = 'chart' | 'build-cache' | 'signature' | 'artifact';

/** A tag that a registry listed. */
export interface FoundTag {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  /** The tag's digest, where the listing has it. It may be out of date: resolve the tag before acting on it. */
  readonly digest?: Digest | undefined;
  /** When it was pushed, in milliseconds since the epoch, where the listing says so. */
  readonly pushedAt?: number | undefined;
  /** Set if the listing says that it is not an image. */
  readonly nonImage?: NonImage | undefined;
}

const CHART = 'application/vnd.cncf.helm.config.v1+json';
const BUILD_CACHE = 'application/vnd.buildkit.cacheconfig.v0';
const SIGNATURE = /^application\/vnd\.(?:dev\.(?:cosignproject|sigstore)|cncf\.notary)\b/;
/** The "config" of artifacts without one (image-spec, manifest.md § guidelines for artifact usage): says nothing. */
const EMPTY = 'application/vnd.oci.empty.v1+json';

/**
 * What a config's media type or an artifact type stands for; `undefined` for images and unknown content. For an index,
 * which has no config, some registries give the type of the manifest: that says nothing about the content.
 */
export function nonImageOf(type: string | null | undefined): NonImage | undefined {
  if (type == null || type === EMPTY || isImageConfigMediaType(type)) return undefined;
  if (isIndexMediaType(type) || isManifestMediaType(type)) return undefined;
  if (type === CHART) return 'chart';
  if (type === BUILD_CACHE) return 'build-cache';
  return SIGNATURE.test(type) ? 'signature' : 'artifact';
}

const FALLBACK_TAG = /^sha256-[0-9a-f]{64}(?:[._-].*)?$/;
const CACHE_TAG = /^(?:.*[-_.])?(?:buildcache|build-cache)(?:[-_.].*)?$/;

/** What a tag's name stands for: a signature by cosign, a build cache or a tag that Baseboard set; else `undefined`. */
export function nonImageByName(tag: string): NonImage | 'own-tag' | undefined {
  if (FALLBACK_TAG.test(tag)) return 'signature';
  if (CACHE_TAG.test(tag)) return 'build-cache';
  return tag.startsWith('baseboard-') ? 'own-tag' : undefined;
}
