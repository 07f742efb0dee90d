import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { isIndex, isManifest, ManifestFormatError, parseManifest } from '#lib/oci/manifest.ts';
import { readImage } from '#lib/store/images/tracked-images.ts';
import { readDocuments, type StoredDocument } from '#lib/store/registries/documents.ts';
import { placesOf, type StoredPlace } from '#lib/store/sources/places.ts';
import type { WithDatabase } from '../capabilities.ts';
import { imageNotFound } from '../errors.ts';

/** A place that mentions an image, compared with what the image's tag has now. */
export interface ImagePlace extends StoredPlace {
  /** The digest of the tag at its last check. */
  readonly currentDigest: Digest | null;
  /** Whether the digest there and the current one are one image; null if that is not known. */
  readonly family: boolean | null;
}

/**
 * Every place that mentions an image. Digests are compared as a family, by the documents that are stored: clusters report
 * an index, the manifest of a platform, or the digest of its config for one and the same image. Throws `NotFoundError`.
 */
export async function imagePlaces({ db }: WithDatabase, id: string): Promise<ImagePlace[]> {
  const image = await readImage(db, id);
  if (image === undefined) throw imageNotFound(id);
  const places = await placesOf(db, image.reference);
  const current = image.digest;
  const digests = [current, ...places.map(({ digest }) => digest)].filter(isKnown);
  const families = await readFamilies({ db }, [...new Set(digests)]);
  return places.map((place) => ({
    ...place,
    currentDigest: current,
    family: isKnown(current) && isKnown(place.digest) ? isOneImage(current, place.digest, families) : null,
  }));
}

function isKnown(digest: string | null): digest is Digest {
  return digest !== null && isDigest(digest);
}

/** What stored documents name, by their digest: an index its manifests and their configs, a manifest its config. */
type Families = ReadonlyMap<Digest, ReadonlySet<Digest>>;

async function readFamilies({ db }: WithDatabase, digests: readonly Digest[]): Promise<Families> {
  const own = namedBy(await readDocuments(db, digests));
  const children = namedBy(await readDocuments(db, [...new Set([...own.values()].flat())]));
  return new Map(
    [...own].map(([digest, named]) => [
      digest,
      new Set([...named, ...named.flatMap((child) => children.get(child) ?? [])]),
    ]),
  );
}

function namedBy(documents: readonly StoredDocument[]): Map<Digest, readonly Digest[]> {
  return new Map(
    documents.flatMap(({ digest, mediaType, bytes }) => {
      const named = digestsIn(bytes, mediaType);
      return named === undefined ? [] : [[digest, named] as const];
    }),
  );
}

function digestsIn(bytes: Uint8Array, mediaType: string): readonly Digest[] | undefined {
  try {
    const document = parseManifest(bytes, mediaType);
    if (isIndex(document)) return document.content.manifests.map(({ digest }) => digest);
    return isManifest(document) ? [document.content.config.digest] : undefined;
  } catch (error) {
    // A config, or another document.
    if (error instanceof ManifestFormatError) return undefined;
    throw error;
  }
}

function isOneImage(current: Digest, there: Digest, families: Families): boolean | null {
  if (current === there) return true;
  if (families.get(current)?.has(there) || families.get(there)?.has(current)) return true;
  // What an unknown index or config belongs to is not known either.
  return families.has(current) && families.has(there) ? false : null;
}
