import type { Digest } from '#lib/oci/digest.ts';
import { isForeignLayer } from '#lib/oci/media-type.ts';
import type { Repository } from '#lib/oci/reference.ts';
import {
  LAYER_LEFT_UNREAD,
  type LayerListing,
  type ListingBounds,
  unreadLayer,
  whyIncomplete,
} from '../layer-listing/layer-listing.ts';
import { type BlobSource, type ListingOptions, listLayer } from '../layer-listing/list-layer.ts';
import type { SharedBounds } from '../layer-listing/shared-bounds.ts';
import { LayerStack } from '../layer-listing/stack.ts';
import { type OsRelease, parseOsRelease } from './os-release.ts';

/** A layer as a manifest names it. */
export interface LayerName {
  readonly digest: Digest;
  readonly mediaType: string;
}

export interface LayersReading {
  readonly bounds?: Partial<ListingBounds>;
  /** Bounds over all layers that are read together. */
  readonly shared?: SharedBounds;
  readonly signal?: AbortSignal;
}

/** Which distribution a base names. */
export type EffectiveOsRelease =
  | { readonly state: 'named'; readonly osRelease: OsRelease }
  /** There is no such file: an image from scratch, or one that names no distribution. */
  | { readonly state: 'unnamed' }
  | { readonly state: 'unknown'; readonly problem: string };

/** The two places of the file, in order of precedence (os-release(5)). */
const PLACES = ['etc/os-release', 'usr/lib/os-release'];

/** Every os-release file a link may lead to: Fedora keeps one for each edition, in `os.release.d`. */
const isOsRelease = (path: string) => /(?:^|\/)os-release(?:-[\w.-]+)?$/.test(path);

/** Lists every layer in full, bottom first, as for an app: any path may matter. Each digest is read once. */
export async function listLayers(
  source: BlobSource,
  repository: Repository,
  layers: readonly LayerName[],
  reading: LayersReading = {},
): Promise<LayerListing[]> {
  const listings = new Map<Digest, LayerListing>();
  for (const layer of layers) {
    if (listings.has(layer.digest)) continue;
    listings.set(layer.digest, await listOne(source, repository, layer, reading));
  }
  return layers.flatMap(({ digest }) => listings.get(digest) ?? []);
}

/**
 * Lists a base's layers from the top down, only as far as needed to know its distribution and which of its directories
 * are links. Returns them bottom first, like the layers.
 */
export async function listBase(
  source: BlobSource,
  repository: Repository,
  layers: readonly LayerName[],
  reading: LayersReading = {},
): Promise<LayerListing[]> {
  let listings: LayerListing[] = [];
  // Each digest is read once: a layer that was not enough the first time is not enough the second time.
  const read = new Map<Digest, LayerListing>();
  for (const layer of [...layers].reverse()) {
    const above = listings;
    const isEnough: ListingOptions['isEnough'] = (partial) => {
      const sofar: LayerListing = { ...partial, outcome: { state: 'stopped' }, readToEnd: false };
      return isEnoughKnown([sofar, ...above]);
    };
    const listing = isEnoughKnown([LAYER_LEFT_UNREAD, ...above])
      ? LAYER_LEFT_UNREAD
      : (read.get(layer.digest) ??
        (await listOne(source, repository, layer, { ...reading, wants: isOsRelease, isEnough })));
    read.set(layer.digest, listing);
    listings = [listing, ...listings];
  }
  return listings;
}

/** The distribution that an image of these layers (bottom first) names, whiteouts and links resolved. */
export function effectiveOsRelease(layers: readonly LayerListing[]): EffectiveOsRelease {
  const stack = new LayerStack(layers);
  for (const place of PLACES) {
    const found = stack.resolve(place);
    if (found.state === 'absent') continue;
    const listing = layers[found.layer];
    if (found.state === 'unknown') {
      const why = listing && whyIncomplete(listing.outcome);
      return { state: 'unknown', problem: `of layer ${found.layer + 1}, ${why ?? 'nothing is known'}` };
    }
    const content = listing?.contents.get(found.entry.path);
    if (content) return { state: 'named', osRelease: parseOsRelease(new TextDecoder().decode(content)) };
    if (found.entry.type !== 'file') continue;
    return { state: 'unknown', problem: `/${found.entry.path} was not read` };
  }
  return { state: 'unnamed' };
}

function isEnoughKnown(layers: readonly LayerListing[]): boolean {
  if (effectiveOsRelease(layers).state !== 'named') return false;
  const stack = new LayerStack(layers);
  // Every distribution has these, as directories or as links; the rest are there only on some.
  return ['bin', 'sbin', 'lib'].every((path) => stack.at(path).state !== 'unknown');
}

async function listOne(
  source: BlobSource,
  repository: Repository,
  { digest, mediaType }: LayerName,
  options: ListingOptions,
): Promise<LayerListing> {
  if (isForeignLayer(mediaType)) return unreadLayer('it is kept outside the registry and never fetched');
  const { registry, repository: name } = repository;
  return listLayer(source, { registry, repository: name, digest }, options);
}
