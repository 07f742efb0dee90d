import type { Digest } from '#lib/oci/digest.ts';
import { isIndex, isManifest } from '#lib/oci/manifest.ts';
import { formatReference, type Reference, type Repository } from '#lib/oci/reference.ts';
import type { FactLookup, Missing } from '../facts/fact-lookup.ts';
import { bestLowerVariant, exactOrSameRelease } from './choose-platform.ts';
import { layeredOf } from './compare-config.ts';
import {
  type ListedPlatform,
  listEntries,
  listPlatforms,
  loadChild,
  loadImage,
  type PlatformImage,
} from './platform-image.ts';
import { isPrefix, verifyLayers } from './verify-layers.ts';

/**
 * A document's image for one platform. `present`: the image that a builder takes for it, of the platform itself or the
 * best lower variant. `other-platform`: the document has a single image, for another platform; the layers show whether
 * that matters. `no-platform`: an index without an image for it.
 */
export type Picked =
  | { readonly state: 'present' | 'other-platform'; readonly image: PlatformImage }
  | { readonly state: 'no-platform' }
  | Missing;

/**
 * Picks one platform's image of a document: a manifest as it is, or the index's entry for exactly the platform, never
 * simply the first. Without such an entry it picks the best lower variant, as builders do (`arm/v6` for `arm/v7`), never
 * a higher one. Windows publishes each update under a new build number, so the only entry of the same release is taken.
 */
export function imageForPlatform(
  lookup: FactLookup,
  repository: Repository,
  digest: Digest,
  platform: string,
): Picked {
  const fact = lookup.manifest(repository, digest);
  if (fact.state !== 'present') return fact;
  if (isManifest(fact.document)) {
    const loaded = loadImage(lookup, repository, fact.document);
    if (loaded.state === 'not-an-image') return { state: 'no-platform' };
    if (loaded.state !== 'present') return loaded;
    return loaded.image.platform === platform ? loaded : { ...loaded, state: 'other-platform' };
  }
  if (!isIndex(fact.document)) return { state: 'no-platform' };
  const listed = listPlatforms(lookup, repository, fact.document);
  const exact = exactOrSameRelease(listed, platform);
  if (exact !== undefined) return picked(loadChild(lookup, repository, exact));
  const undeclared = amongUndeclared(lookup, repository, listed, platform);
  if (undeclared.state !== 'no-platform') return undeclared;
  const lower = bestLowerVariant(listed, platform);
  if (lower !== undefined) return picked(loadChild(lookup, repository, lower));
  const [only] = listed;
  if (only?.platform === undefined || listed.length > 1) return undeclared;
  // Builders push an index for a single platform too: it counts as that manifest.
  const loaded = loadChild(lookup, repository, only);
  return loaded.state === 'present' ? { ...loaded, state: 'other-platform' } : picked(loaded);
}

/** Entries without a platform: their configs name it. One that is not available may be the right one. */
function amongUndeclared(
  lookup: FactLookup,
  repository: Repository,
  listed: readonly ListedPlatform[],
  platform: string,
): Picked {
  let missing: Missing | undefined;
  for (const entry of listed.filter((each) => each.platform === undefined)) {
    const loaded = loadChild(lookup, repository, entry);
    if (loaded.state === 'present' && loaded.image.platform === platform) return loaded;
    if (loaded.state !== 'present' && loaded.state !== 'not-an-image') missing ??= loaded;
  }
  return missing ?? { state: 'no-platform' };
}

/**
 * The image of another platform in an index whose layers are this image's first ones; the one with the most layers. It
 * is the base after `FROM --platform=linux/amd64` in a build for several platforms. `likely` compares only children whose
 * blobs match, which costs one request for each child instead of two.
 */
export function otherPlatformBase(
  lookup: FactLookup,
  repository: Repository,
  index: Digest,
  image: PlatformImage,
  effort: 'all' | 'likely',
):
  | { readonly state: 'present'; readonly image: PlatformImage }
  | { readonly state: 'no-platform' }
  | Missing {
  const fact = lookup.manifest(repository, index);
  if (fact.state !== 'present') return fact;
  if (!isIndex(fact.document)) return { state: 'no-platform' };
  const own = layeredOf(image);
  const [os] = image.platform.split('/');
  let longest: PlatformImage | undefined;
  let missing: Missing | undefined;
  for (const entry of listPlatforms(lookup, repository, fact.document)) {
    if (entry.platform !== undefined && !entry.platform.startsWith(`${os}/`)) continue;
    if (isRuledOut(lookup, repository, entry, image, effort)) continue;
    const loaded = loadChild(lookup, repository, entry);
    if (loaded.state === 'not-an-image') continue;
    if (loaded.state !== 'present') {
      missing ??= loaded;
      continue;
    }
    const { baseLayers } = verifyLayers(own, layeredOf(loaded.image));
    if (baseLayers !== null && baseLayers > (longest?.diffIds.length ?? 0)) longest = loaded.image;
  }
  if (longest !== undefined) return { state: 'present', image: longest };
  return missing ?? { state: 'no-platform' };
}

/**
 * The manifest alone can show that a child is not the base: it has more layers or, for `likely`, other layers.
 */
function isRuledOut(
  lookup: FactLookup,
  repository: Repository,
  { descriptor }: ListedPlatform,
  image: PlatformImage,
  effort: 'all' | 'likely',
): boolean {
  const fact = lookup.knownOnly().manifest(repository, descriptor.digest);
  if (fact.state !== 'present' || !isManifest(fact.document)) return false;
  const layers = fact.document.content.layers.map(({ digest }) => digest);
  return layers.length > image.layers.length || (effort === 'likely' && !isPrefix(layers, image.layers));
}

function picked(loaded: ReturnType<typeof loadChild>): Picked {
  return loaded.state === 'not-an-image' ? { state: 'no-platform' } : loaded;
}

/** Digests that a tag had and whose content is known, newest first. Histories are long; few digests are known. */
export function knownPast(lookup: FactLookup, tag: Reference): readonly Digest[] {
  return lookup.once(`past ${formatReference(tag)}`, () => {
    const { observations } = lookup.facts.history(tag);
    const digests = new Set(observations.toReversed().flatMap(({ digest }) => digest ?? []));
    return [...digests].filter((digest) => lookup.facts.manifest(tag, digest)?.state === 'present');
  });
}

/** True if the digest is a known index that lists the other digest; nothing is fetched for it. */
export function listsDigest(
  lookup: FactLookup,
  repository: Repository,
  index: Digest,
  child: Digest,
): boolean {
  return digestsListed(lookup, repository, index).has(child);
}

/** The manifests that an index lists, nested indexes included; empty if it is not an index, or not known. Fetches nothing. */
export function digestsListed(
  lookup: FactLookup,
  repository: Repository,
  index: Digest,
): ReadonlySet<Digest> {
  const known = lookup.knownOnly();
  const fact = known.manifest(repository, index);
  if (fact.state !== 'present' || !isIndex(fact.document)) return new Set();
  return new Set(listEntries(known, repository, fact.document).map(({ descriptor }) => descriptor.digest));
}
