import type { LineageLinkView, LineageView } from '#lib/api/contract/images/lineage.ts';

/** One layer of an image, bottom first. */
export interface BaseChainLayer {
  /** Place from the bottom, from 0. */
  readonly index: number;
  readonly digest: string;
  /** Compressed size in bytes. */
  readonly size: number;
  /** The command that created it, from the config's history; null if unknown. */
  readonly command: string | null;
}

/** One image of the chain and the layers it added. */
export interface BaseChainStep {
  readonly link: LineageLinkView;
  /** Null if its own layers are unknown. */
  readonly layers: readonly BaseChainLayer[] | null;
  /** True if no base is known here, but there may be one: the layers may be its own or a base's. */
  readonly mayIncludeBases: boolean;
  /** True if this step also holds the layers of the bases below, because the boundary is not verified. */
  readonly includesBases: boolean;
}

/**
 * Divides an image's layers among the images of its chain, the image first, its root last. A boundary counts only if
 * the layers verified it. Below a base it counts only if the chain describes the very content that the image above was
 * built on: a base that has moved may have other layers.
 */
export function buildBaseChain(
  { links, end: chainEnd }: Pick<LineageView, 'links' | 'end'>,
  platform: string | undefined,
  layers: readonly BaseChainLayer[],
): BaseChainStep[] {
  let end: number | null = layers.length;
  let at = platform;
  return links.map((link, position): BaseChainStep => {
    const own = at;
    // Further down, the platform is the one that was built on.
    at = link.base?.platforms.find((one) => one.platform === own)?.basePlatform ?? own;
    if (end === null) return { link, layers: null, includesBases: false, mayIncludeBases: false };
    const boundary = baseLayerCount(link, own);
    const below = links[position + 1];
    const usable =
      boundary !== null && boundary <= end && (below === undefined || isBuiltOn(link, below, own, at));
    const start: number = usable ? boundary : 0;
    const added = layers.slice(start, end);
    end = usable ? boundary : null;
    const holds = added.length > 0;
    return {
      link,
      layers: added,
      includesBases: !usable && link.base !== null && holds,
      mayIncludeBases: link.base === null && chainEnd !== 'root' && holds,
    };
  });
}

/** How many of a link's layers come from its base; 0 at the end of a chain, null if not verified. */
function baseLayerCount({ base }: LineageLinkView, platform: string | undefined): number | null {
  if (base === null) return 0;
  const verdict = base.platforms.find((one) => one.platform === platform) ?? base.platforms[0];
  return verdict?.baseLayers ?? null;
}

function isBuiltOn(
  { base }: LineageLinkView,
  below: LineageLinkView,
  platform: string | undefined,
  belowPlatform: string | undefined,
): boolean {
  const verdict = base?.platforms.find((one) => one.platform === platform);
  const claimed = [base?.digest, verdict?.claimedDigest];
  const actual = [below.digest, below.platforms.find((one) => one.platform === belowPlatform)?.digest];
  return actual.some((digest) => digest != null && claimed.includes(digest));
}
