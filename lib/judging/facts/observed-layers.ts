import { FactLookup } from '#lib/lineage/facts/fact-lookup.ts';
import { digestsListed } from '#lib/lineage/images/pick-platform.ts';
import type { Lineage, LineageLink } from '#lib/lineage/verdict/lineage.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, parseReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { StoredFacts } from './stored-facts.ts';

/** The layers of one platform of an image, as its registry resolved its tag: more than a claim. */
export interface ObservedStack {
  /** Fully qualified, with tag and without digest. */
  readonly reference: string;
  readonly platform: string;
  /** The platform manifest. */
  readonly digest: Digest;
  readonly diffIds: readonly Digest[];
  /** The judged image itself, or a base of its chain. */
  readonly of: 'image' | 'base';
  /** What the tag resolved to: the platform manifest, or an index that lists it. */
  readonly resolvedDigest: Digest;
  /** When it was first seen (ISO 8601). */
  readonly since: string;
  /** False if all of its layers are proven to be those of its own base, or if that was not checked. */
  readonly addsLayers: boolean;
}

/**
 * The layers of a chain's images that registries confirm: only digests that an image's tag resolved to, now or before. A
 * digest that is only claimed for a name is left out.
 */
export function observedStacks(facts: StoredFacts, lineage: Lineage): ObservedStack[] {
  return lineage.links.flatMap((link, at): ObservedStack[] => {
    const tag = watchedTag(parseReference(link.reference));
    if (tag === undefined) return [];
    const stacks = stacksOf(facts, tag, link);
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

function stacksOf(facts: StoredFacts, tag: Reference, link: LineageLink): Omit<ObservedStack, 'of'>[] {
  const lookup = new FactLookup(facts);
  const sightings = facts.sightings(tag);
  // Histories are long; few of their digests are known, and each of those is read once.
  const known = [...new Set(sightings.map(({ digest }) => digest))].filter(
    (digest) => facts.manifest(tag, digest)?.state === 'present',
  );
  const listed = new Map(known.map((digest) => [digest, digestsListed(lookup, tag, digest)]));
  return link.platforms.flatMap(({ platform, digest }) => {
    const seen = sightings.find((each) => each.digest === digest || listed.get(each.digest)?.has(digest));
    const diffIds = facts.diffIdsOf(tag, digest);
    if (seen === undefined || diffIds === undefined) return [];
    const image = { reference: formatReference(tag), platform, digest, diffIds };
    const addsLayers = !isItsBase(link, platform, diffIds.length);
    return [{ ...image, resolvedDigest: seen.digest, since: seen.since, addsLayers }];
  });
}

/** All of the image's layers are proven to be those of its base, which is another image. */
function isItsBase({ reference, base }: LineageLink, platform: string, layers: number): boolean {
  if (base === null || base.name === reference) return false;
  const judged = base.platforms.find((each) => each.platform === platform);
  return judged !== undefined && isVerified(judged.verification) && judged.baseLayers === layers;
}
