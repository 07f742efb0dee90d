import { type Digest, isDigest } from '#lib/oci/digest.ts';
import { compareRunning, type RunningVerdict } from '#lib/sources/clusters/running/compare-running.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { RUNS_PLACE } from '#lib/sources/place-keys.ts';
import type { FindFamily } from './image-families.ts';

/** What a place has, in the source's words. */
export interface DigestAtPlace {
  readonly place: Mention['place'];
  readonly digest: string | null;
}

/** What the image's name has now. */
export interface NamedNow {
  /** The digest at the last check. */
  readonly current: string | null;
  /** Whether the last check of the tag found that it is gone, whatever it had before. */
  readonly isGone: boolean;
}

/**
 * Compares a place with what the image's name has now. The one decision for all that is shown and counted of what runs. If
 * the documents do not tell, it is what the source says.
 */
export function comparePlace(
  { place, digest }: DigestAtPlace,
  { current, isGone }: NamedNow,
  find: FindFamily,
): RunningVerdict {
  // Without any document, equal digests are still the same.
  if (!isGone && isKnownDigest(current) && digest === current) return { state: 'same' };
  const verdict = compareRunning({
    digest: isKnownDigest(digest) ? digest : undefined,
    isConfig: place.digestOf === 'config',
    platform: typeof place.platform === 'string' ? place.platform : undefined,
    named: isGone ? { state: 'gone' } : isKnownDigest(current) ? find(current) : { state: 'unknown' },
    atDigest: isKnownDigest(digest) ? find(digest) : { state: 'unknown' },
  });
  if (verdict.state === 'unknown' && place[RUNS_PLACE.outdated] === true) return { state: 'outdated' };
  return verdict;
}

/** Whether a source's word is a digest. */
export function isKnownDigest(digest: string | null): digest is Digest {
  return digest !== null && isDigest(digest);
}
