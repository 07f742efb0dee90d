import { bestLowerVariant, exactOrSameRelease } from '#lib/lineage/images/choose-platform.ts';
import { type Descriptor, platformOf } from '#lib/oci/descriptor.ts';
import { configPlatform } from '#lib/oci/image-config.ts';
import { runnableChildren } from '#lib/oci/manifest.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import type { ImageSource, PlatformImageSource } from '../../rebase.ts';

/** A platform's image, at whatever depth of its index. */
export interface PlatformLeaf {
  /** Normalised: arm64 without v8, arm with v7, Windows with its exact build. */
  readonly platform: string;
  readonly image: PlatformImageSource;
  /** The entry that lists it; null for a manifest without an index. */
  readonly entry: Descriptor | null;
}

/** The platform images of an image, each once. Artifacts and attestations are left out. */
export function platformsOf(source: ImageSource): PlatformLeaf[] {
  const leaves = leavesOf(source);
  const key = ({ platform, image }: PlatformLeaf) => `${platform} ${image.document.digest}`;
  return [...new Map(leaves.map((leaf) => [key(leaf), leaf])).values()];
}

/** Nested indexes unfolded. */
function leavesOf(source: ImageSource): PlatformLeaf[] {
  if (source.kind === 'manifest') {
    return [{ platform: formatPlatform(configPlatform(source.config)), image: source, entry: null }];
  }
  return runnableChildren(source.document.content).flatMap((entry) => {
    const child = source.children.get(entry.digest);
    if (child === undefined) return [];
    return leavesOf(child).map((leaf) => ({
      platform:
        child.kind === 'manifest' && entry.platform
          ? formatPlatform(platformOf(entry.platform))
          : leaf.platform,
      image: leaf.image,
      entry: leaf.entry ?? entry,
    }));
  });
}

/** A platform that two different images claim; `undefined` where each has one. */
export function doubledPlatform(leaves: readonly PlatformLeaf[]): string | undefined {
  const seen = new Map<string, string>();
  for (const { platform, image } of leaves) {
    const { digest } = image.document;
    const known = seen.get(platform);
    if (known !== undefined && known !== digest) return platform;
    seen.set(platform, digest);
  }
  return undefined;
}

/**
 * The image that a builder takes for this platform: its own, a Windows image of the same release, else that of the
 * best lower variant.
 */
export function leafFor(leaves: readonly PlatformLeaf[], platform: string): PlatformLeaf | undefined {
  return exactOrSameRelease(leaves, platform) ?? bestLowerVariant(leaves, platform);
}

/** Platforms that an image lists and its registry does not have, each once; `unknown` where the entry names none. */
export function missingPlatforms(source: ImageSource): string[] {
  if (source.kind === 'manifest') return [];
  const own = (source.missing ?? []).map(({ platform }) =>
    platform ? formatPlatform(platformOf(platform)) : 'unknown',
  );
  return [...new Set([...own, ...[...source.children.values()].flatMap(missingPlatforms)])];
}
