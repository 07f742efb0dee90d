import type { Lineage, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { isIndex, runnableChildren } from '#lib/oci/manifest.ts';
import { formatReference, parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { FactBook } from './stored-facts.ts';

/** The layers of one platform of an image, as its registry resolved its tag: not a mere claim. */
export interface ObservedStack {
  /** Fully qualified, with tag and without digest. */
  readonly reference: string;
  readonly platform: string;
  /** The platform manifest. */
  readonly digest: Digest;
  readonly diffIds: readonly Digest[];
  /** The judged image itself, or a base of its chain. */
  readonly of: 'image' | 'base';
  /** What the tag was seen to resolve to: the platform manifest, or an index that lists it. */
  readonly resolvedDigest: Digest;
  /** When that was seen first (ISO 8601). */
  readonly since: string;
  /** False if all of its layers are proven to be those of its own base, or if that was not checked. */
  readonly addsLayers: boolean;
}

/** Indexes within indexes are followed this deep. */
const MAX_NESTING = 3;

/**
 * The layers of a chain's images, as far as registries vouch for them: an image's name is followed only to digests
 * that its tag was seen to resolve to, now or before. A digest that is only claimed for a name is left out.
 */
export function observedStacks(book: FactBook, lineage: Lineage): ObservedStack[] {
  return lineage.links.flatMap((link, at): ObservedStack[] => {
    const tag = watchedTag(parseReference(link.reference));
    if (tag === undefined) return [];
    const stacks = stacksOf(book, tag, link);
    if (at === 0) return stacks.map((stack) => ({ ...stack, of: 'image' }));
    // Below a claim that is not followed, the chain shows one more image, whose own base was not checked.
    const isJudged = link.base !== null || lineage.end !== 'unresolvable';
    return stacks.map((stack) => ({
      ...stack,
      of: 'base',
      addsLayers: isJudged && stack.addsLayers,
    }));
  });
}

function stacksOf(book: FactBook, tag: Reference, link: LineageLink): Omit<ObservedStack, 'of'>[] {
  const sightings = book.sightings(tag);
  return link.platforms.flatMap(({ platform, digest }) => {
    const seen = sightings.find((sighting) => resolvesTo(book, tag, sighting.digest, digest));
    const diffIds = book.diffIdsOf(tag, digest);
    if (seen === undefined || diffIds === undefined) return [];
    const image = { reference: formatReference(tag), platform, digest, diffIds };
    const addsLayers = !isItsBase(link, platform, diffIds.length);
    return [{ ...image, resolvedDigest: seen.digest, since: seen.since, addsLayers }];
  });
}

/** True where a tag's digest is the platform manifest's, or that of an index that lists it. */
function resolvesTo(book: FactBook, tag: Reference, resolved: Digest, digest: Digest, depth = 0): boolean {
  if (resolved === digest) return true;
  if (depth >= MAX_NESTING) return false;
  const fact = book.manifest(tag, resolved);
  if (fact?.state !== 'present' || !isIndex(fact.document)) return false;
  const listed = runnableChildren(fact.document.content);
  return listed.some((child) => resolvesTo(book, tag, child.digest, digest, depth + 1));
}

/** All of the image's layers are proven to be those of its base, which is another image. */
function isItsBase({ reference, base }: LineageLink, platform: string, layers: number): boolean {
  if (base === null || base.name === reference) return false;
  const judged = base.platforms.find((each) => each.platform === platform);
  return judged !== undefined && isVerified(judged.verification) && judged.baseLayers === layers;
}
