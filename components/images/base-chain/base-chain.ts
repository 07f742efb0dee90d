import type { LineageLinkView, LineageView } from '#lib/api/contract/images/lineage.ts';

/** One layer of an image, bottom first. */
export interface BaseChainLayer {
  /** Place from the bottom, from 0. */
  readonly index: number;
  readonly digest: string;
  /** Compressed size in bytes. */
  readonly size: number;
  /** What made it, as the config's history says; null where that cannot be told. */
  readonly command: string | null;
}

/** One image of the chain and the layers it brought itself. */
export interface BaseChainStep {
  readonly link: LineageLinkView;
  /** Null where it is not known which layers are this image's own. */
  readonly layers: readonly BaseChainLayer[] | null;
  /** True where the layers of what is further down are in this step too, for want of a verified seam. */
  readonly holdsRest: boolean;
}

/**
 * Shares an image's layers out among the images of its chain, the image first, its root last. A seam is taken
 * only where the layers were verified, and below a base only while the chain tells of the very content that the
 * image above was built on: a base that has moved since may have other layers.
 */
export function buildBaseChain(
  { links }: LineageView,
  platform: string | undefined,
  layers: readonly BaseChainLayer[],
): BaseChainStep[] {
  let end: number | null = layers.length;
  let at = platform;
  return links.map((link, position): BaseChainStep => {
    const own = at;
    // Further down it is the platform that was built on.
    at = link.base?.platforms.find((one) => one.platform === own)?.basePlatform ?? own;
    if (end === null) return { link, layers: null, holdsRest: false };
    const seam = baseLayerCount(link, own);
    const below = links[position + 1];
    const usable = seam !== null && seam <= end && (below === undefined || isBuiltOn(link, below, own, at));
    const start: number = usable ? seam : 0;
    const brought = layers.slice(start, end);
    end = usable ? seam : null;
    return { link, layers: brought, holdsRest: !usable && link.base !== null && brought.length > 0 };
  });
}

/** How many of a link's layers are its base's; 0 at the end of a chain, null where it is not verified. */
function baseLayerCount({ base }: LineageLinkView, platform: string | undefined): number | null {
  if (base === null) return 0;
  const verdict = base.platforms.find((one) => one.platform === platform) ?? base.platforms[0];
  return verdict?.baseLayers ?? null;
}

function isBuiltOn(
  { base }: LineageLinkView,
  below: LineageLinkView,
  platform: string | undefined,
  beneath: string | undefined,
): boolean {
  const verdict = base?.platforms.find((one) => one.platform === platform);
  const claimed = [base?.digest, verdict?.claimedDigest];
  const actual = [below.digest, below.platforms.find((one) => one.platform === beneath)?.digest];
  return actual.some((digest) => digest != null && claimed.includes(digest));
}
