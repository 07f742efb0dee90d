import { isPrefix } from '#lib/lineage/images/verify-layers.ts';
import type { FoundBy } from '#lib/lineage/platform-verdict/verify-claim.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { diffIds } from '#lib/oci/image-config.ts';
import { lowerVariants } from '#lib/oci/platform.ts';
import type { ImageSource, OldBase, RememberedBase } from '../../rebase.ts';
import { ownAnnotations } from '../documents/own-annotations.ts';
import { leafFor, type PlatformLeaf, platformsOf } from './pair-platforms.ts';
import type { OldBasePlatform } from './verify-base-layers.ts';

/** The old base's image that one platform is built on, and how it was found. */
export interface OldBaseFound extends OldBasePlatform {
  readonly platform: string;
  readonly by: FoundBy;
}

/**
 * The old base's image that one platform is based on: the one that a builder picks for that platform. If its layers are
 * not the image's first ones, the image of another platform whose layers are (`FROM --platform=…`). Null if there is
 * none.
 */
export function oldBaseFor(oldBase: OldBase, { platform, image }: PlatformLeaf): OldBaseFound | null {
  if (oldBase.state === 'gone') return null;
  const own = diffIds(image.config);
  const known = oldBase.state === 'remembered' ? rememberedOf(oldBase.platforms) : presentOf(oldBase.source);
  const picked = bestOf(oldBase, known, platform);
  if (picked !== undefined && isPrefix(picked.diffIds, own)) return { ...picked, by: 'platform' };
  const [os] = platform.split('/');
  const byLayers = known
    .filter((each) => each.platform.startsWith(`${os}/`) && each.diffIds.length > 0)
    .filter((each) => isPrefix(each.diffIds, own))
    .toSorted((a, b) => b.diffIds.length - a.diffIds.length)[0];
  if (byLayers !== undefined) return { ...byLayers, by: known.length === 1 ? 'manifest' : 'layers' };
  return picked === undefined ? null : { ...picked, by: 'platform' };
}

type KnownBase = OldBasePlatform & { readonly platform: string };

function bestOf(oldBase: OldBase, known: readonly KnownBase[], platform: string): KnownBase | undefined {
  if (oldBase.state === 'present') {
    const leaf = leafFor(platformsOf(oldBase.source), platform);
    return known.find(({ digest }) => digest === leaf?.image.document.digest);
  }
  const fitting = [platform, ...lowerVariants(platform)];
  return fitting.flatMap((each) => known.find((one) => one.platform === each) ?? [])[0];
}

function rememberedOf(platforms: ReadonlyMap<string, RememberedBase>): KnownBase[] {
  return [...platforms].map(([platform, remembered]) => ({ ...remembered, platform }));
}

function presentOf(source: ImageSource): KnownBase[] {
  return platformsOf(source).map(({ platform, entry, image: { document, config } }) => {
    const annotations = ownAnnotations(document);
    return {
      platform,
      digest: document.digest,
      diffIds: diffIds(config),
      layers: document.content.layers.map(({ digest }) => digest),
      config,
      ...(annotations === undefined ? {} : { annotations }),
      ...(entry?.annotations ? { listed: entry.annotations } : {}),
    };
  });
}

/** What the old base's name resolved to when the image was built; null where that is not known. */
export function oldDigestOf(oldBase: OldBase): Digest | null {
  return oldBase.state === 'present' ? oldBase.source.document.digest : oldBase.digest;
}
