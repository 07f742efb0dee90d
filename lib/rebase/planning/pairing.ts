import { configPlatform } from '#lib/oci/config.ts';
import { type Descriptor, platformOf } from '#lib/oci/descriptor.ts';
import { runnableChildren } from '#lib/oci/manifest.ts';
import { formatPlatform } from '#lib/oci/platform.ts';
import type { ImageSource, PlatformImageSource } from '../rebase.ts';

/** A platform's image, wherever it stands in its index. */
export interface PlatformLeaf {
  /** Normalised: arm64 without v8, arm with v7, Windows with its exact build. */
  readonly platform: string;
  readonly image: PlatformImageSource;
  /** The entry that lists it; null for a manifest on its own. */
  readonly entry: Descriptor | null;
}

/** What runs in an image, nested indexes unfolded. Artifacts and attestations are left out. */
export function platformsOf(source: ImageSource): PlatformLeaf[] {
  if (source.kind === 'manifest') {
    return [{ platform: formatPlatform(configPlatform(source.config)), image: source, entry: null }];
  }
  return runnableChildren(source.document.content).flatMap((entry) => {
    const child = source.children.get(entry.digest);
    if (child === undefined) return [];
    return platformsOf(child).map((leaf) => ({
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
 * The image for this platform; never another one's. Windows' last number is its patch, which every update of a base
 * raises: it may differ, the build before it may not.
 */
export function leafFor(leaves: readonly PlatformLeaf[], platform: string): PlatformLeaf | undefined {
  const build = windowsBuild(platform);
  return (
    leaves.find((leaf) => leaf.platform === platform) ??
    (build === undefined ? undefined : leaves.find((leaf) => windowsBuild(leaf.platform) === build))
  );
}

/** `windows/amd64:10.0.20348` of `windows/amd64:10.0.20348.2159`; `undefined` for other platforms. */
function windowsBuild(platform: string): string | undefined {
  return /^(windows\/[^:]+:\d+\.\d+\.\d+)(?:\.\d+)?$/.exec(platform)?.[1];
}
