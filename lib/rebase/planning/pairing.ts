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

/** What runs in an image, each platform's image once. Artifacts and attestations are left out. */
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
 * The image for this platform; never another one's. Windows' last number is its patch, which every update of a base
 * raises: it may differ where one image alone has the build before it, which may not.
 */
export function leafFor(leaves: readonly PlatformLeaf[], platform: string): PlatformLeaf | undefined {
  const exact = leaves.find((leaf) => leaf.platform === platform);
  const build = windowsBuild(platform);
  if (exact !== undefined || build === undefined) return exact;
  const [patched, ...others] = leaves.filter((leaf) => windowsBuild(leaf.platform) === build);
  return others.length === 0 ? patched : undefined;
}

/** `windows/amd64:10.0.20348` of `windows/amd64:10.0.20348.2159`; `undefined` for other platforms. */
function windowsBuild(platform: string): string | undefined {
  return /^(windows\/[^:]+:\d+\.\d+\.\d+)(?:\.\d+)?$/.exec(platform)?.[1];
}
