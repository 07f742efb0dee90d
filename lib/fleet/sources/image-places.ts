import { compareDockerfileBase, type DockerfileComparison } from '#lib/lineage/verdict/dockerfile-base.ts';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, tryParseReference, watchedName } from '#lib/oci/reference.ts';
import type { RunningVerdict } from '#lib/sources/clusters/running/compare-running.ts';
import { readImage } from '#lib/store/images/tracked-images.ts';
import { readTagHistory } from '#lib/store/registries/tag-observations.ts';
import { readVerdict } from '#lib/store/scans/verdicts.ts';
import { placesOf, type StoredPlace } from '#lib/store/sources/places.ts';
import type { WithClock, WithDatabase } from '../capabilities.ts';
import { imageNotFound } from '../errors.ts';
import { comparePlace, isKnownDigest } from '../running/compare-place.ts';
import { readFamilies } from '../running/image-families.ts';
import { silentSince } from './silence.ts';

/** A place that mentions an image, compared with what the image's tag has now. */
export interface ImagePlace extends Omit<StoredPlace, 'posts'> {
  /** If nothing is posted to its source any more: the place is as of then; null otherwise. */
  readonly silentSince: Date | null;
  /** The digest of the tag at its last check. */
  readonly currentDigest: Digest | null;
  /** Whether the digest there and the current one are one image; null if that is not known. */
  readonly family: boolean | null;
  /** Of a place where the image is built: how its Dockerfile compares with the image; null for others. */
  readonly dockerfile: DockerfileComparison | null;
  /** What a new pod would get, compared with what runs; null for places where nothing runs. */
  readonly running: RunningVerdict | null;
}

/**
 * Every place that mentions an image. Digests are compared as a family, by the documents that are stored: clusters report
 * an index, the manifest of a platform, or the digest of its config for one and the same image. Throws `NotFoundError`.
 */
export async function imagePlaces(
  { db, clock }: WithDatabase & WithClock,
  id: string,
): Promise<ImagePlace[]> {
  const image = await readImage(db, id);
  if (image === undefined) throw imageNotFound(id);
  const places = await placesOf(db, image.reference);
  const current = image.digest;
  const digests = [current, ...places.map(({ digest }) => digest)].filter(isKnownDigest);
  const find = await readFamilies({ db }, [...new Set(digests)]);
  const judged = places.some(isBuiltHere) ? await readVerdict(db, id) : undefined;
  const last = (await readTagHistory(db, watchedName(parseReference(image.reference)))).at(-1);
  // A tag that was seen to be gone has no digest, whatever it had before.
  const isGone = last !== undefined && last.digest === null;
  const now = clock();
  return places.map(({ posts, ...place }) => {
    const verdict = comparePlace(place, { current, isGone }, find);
    return {
      ...place,
      silentSince: silentSince(posts, now),
      currentDigest: current,
      family: isKnownDigest(current) && isKnownDigest(place.digest) ? familyOf(verdict) : null,
      running: place.kind === 'runs' ? verdict : null,
      dockerfile: isBuiltHere(place) && judged ? compareBase(place, judged.lineage) : null,
    };
  });
}

/** True for a place of a file that builds the image from a base that is known. */
function isBuiltHere({ kind, place }: Pick<StoredPlace, 'kind' | 'place'>): boolean {
  return kind === 'declared' && place.how === 'output' && typeof place.base === 'string';
}

function compareBase({ place }: Pick<StoredPlace, 'place'>, lineage: Lineage): DockerfileComparison | null {
  // Whoever posts mentions writes places in words of their own.
  const declared = tryParseReference(String(place.base));
  return declared === undefined ? null : compareDockerfileBase(formatReference(declared), lineage);
}

function familyOf({ state }: RunningVerdict): boolean | null {
  switch (state) {
    case 'same':
      return true;
    case 'outdated':
      return false;
    default:
      return null;
  }
}
