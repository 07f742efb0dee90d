import type { Digest } from '#lib/oci/digest.ts';
import { createdOf } from '#lib/oci/image-config.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import { type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import { listsDigest } from '../images/pick-platform.ts';
import { listEntries, type PlatformImage } from '../images/platform-image.ts';
import type { ChainImage } from './chain-image.ts';

/**
 * The base as the next image of the chain: the content that the image is based on, not what the name resolves to now.
 * `current` is what the name resolves to now, `baseImages` is what each platform is based on. `undefined` if none of
 * them is in the base's repository.
 */
export function nextChainImage(
  lookup: FactLookup,
  name: Reference,
  current: Digest | null,
  baseImages: readonly PlatformImage[],
): ChainImage | undefined {
  const images = baseImages.filter(
    ({ repository }) => repository.registry === name.registry && repository.repository === name.repository,
  );
  const [first] = images;
  if (first === undefined) return undefined;
  const digests = [...new Set(images.map(({ digest }) => digest))];
  const listing = first.listing?.index;
  const listedNow =
    current !== null &&
    digests.every((digest) => digest === current || listsDigest(lookup, name, current, digest));
  const viaIndex =
    listing !== undefined && images.every((image) => image.listing?.index.digest === listing.digest);
  const digest = viaIndex ? listing.digest : listedNow && digests.length > 1 ? current : first.digest;
  return {
    reference: watchedTag(name) ?? { ...name, digest },
    digest,
    mediaType: viaIndex ? listing.mediaType : first.manifest.mediaType,
    created: createdOf(first.config),
    listed: images.map((image) => ({ platform: image.platform, digest: image.digest })),
    images: images.map((image) => withListing(lookup, name, current, image)),
    failures: [],
  };
}

/** An image that was claimed by its own digest has its index's annotations too, if the current index lists it. */
function withListing(
  lookup: FactLookup,
  name: Reference,
  current: Digest | null,
  image: PlatformImage,
): PlatformImage {
  if (image.listing !== undefined || current === null) return image;
  const fact = lookup.facts.manifest(name, current);
  if (fact?.state !== 'present' || !isIndex(fact.document)) return image;
  const listed = listEntries(lookup.knownOnly(), name, fact.document);
  const entry = listed.find(({ descriptor }) => descriptor.digest === image.digest);
  if (entry === undefined) return image;
  const { platform: _, missing: __, ...listing } = entry;
  return { ...image, listing };
}
