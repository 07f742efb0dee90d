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
 * What one platform of the image is built on in the old base: the image that a builder takes for it; where its layers
 * are not beneath, that of another platform whose layers are (`FROM --platform=…`). Null where there is none.
 */
export function oldBaseFor(oldBase: OldBase, { platform, image }: PlatformLeaf): OldBaseFound | null {
  if (oldBase.state === 'gone') return null;
  const own = diffIds(image.config);
  const known = oldBase.state === 'remembered' ? rememberedOf(oldBase.platforms) : presentOf(oldBase.source);
  const byDefault = bestOf(oldBase, known, platform);
  if (byDefault !== undefined && isPrefix(byDefault.diffIds, own)) return { ...byDefault, by: 'platform' };
  const [os] = platform.split('/');
  const beneath = known
    .filter((each) => each.platform.startsWith(`${os}/`) && each.diffIds.length > 0)
    .filter((each) => isPrefix(each.diffIds, own))
    .toSorted((a, b) => b.diffIds.length - a.diffIds.length)[0];
  if (beneath !== undefined) return { ...beneath, by: known.length === 1 ? 'manifest' : 'layers' };
  return byDefault === undefined ? null : { ...byDefault, by: 'platform' };
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
