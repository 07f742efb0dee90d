import { lowerVariants } from '#lib/oci/platform.ts';
import { type Reference, watchedName, watchedTag } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { KnownImage } from '../facts/facts.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import type { Claim } from './claim.ts';

/** The most names of the same layers that are judged. */
const MAX_NAMES = 8;

/**
 * Claims from known images whose layers are this one's first: the images with the most layers, under the best names for
 * them. A name that the image itself claims is best, then the declared one, then tracked ones, then the rest. Equally
 * good names are in the order in which they were first seen: layers cannot show which name the image is based on.
 * `claims` are the image's claims read before.
 */
export function layerClaims(
  lookup: FactLookup,
  image: PlatformImage,
  reference: Reference,
  claims: readonly Claim[],
): Claim[] {
  const known = fittingBases(lookup, image);
  const longest = Math.max(0, ...known.map(({ diffIds }) => diffIds.length));
  const ranked = rankNames(
    image,
    known.filter(({ diffIds }) => diffIds.length === longest),
    namesIn(claims),
    namesIn(declaredClaims(lookup, reference)),
  );
  const fitting = [image.platform, ...lowerVariants(image.platform)];
  return ranked.slice(0, MAX_NAMES).map(({ reference: name, digest, platform }): Claim => {
    // A builder takes another architecture's image only if `FROM --platform` names it.
    const requested = fitting.includes(platform) ? {} : { platform };
    const base = { name: watchedTag(name) ?? { ...name, digest }, digest, ...requested };
    return { kind: 'layers', level: 'fleet', base, source: digest, baseLayers: longest, origin: 'own' };
  });
}

/**
 * The known images whose layers are this one's first: those of its platform, then those of lower CPU variants, then
 * those of other architectures, as after `FROM --platform=…`; among equals those with the most layers come first.
 */
export function fittingBases(lookup: FactLookup, image: PlatformImage): KnownImage[] {
  return bestFitFirst(lookup.facts.possibleBases(image.diffIds), image).filter(
    ({ digest }) => digest !== image.digest,
  );
}

/** Known images whose platform fits the image's, best fit first. */
function bestFitFirst(known: readonly KnownImage[], { platform: own }: PlatformImage): KnownImage[] {
  const fitting = [own, ...lowerVariants(own)];
  const [os] = own.split('/');
  const fitOf = ({ platform }: KnownImage) => {
    const fit = fitting.indexOf(platform);
    if (fit >= 0) return fit;
    return os !== 'windows' && platform.startsWith(`${os}/`) ? fitting.length : undefined;
  };
  const fits = known.flatMap((each) => {
    const fit = fitOf(each);
    return fit === undefined ? [] : [{ each, fit }];
  });
  return fits.toSorted((a, b) => a.fit - b.fit).map(({ each }) => each);
}

function namesIn(claims: readonly Claim[]): ReadonlySet<string> {
  return new Set(
    claims.flatMap(({ base }) =>
      base === 'scratch' || base.name === undefined ? [] : [watchedName(base.name)],
    ),
  );
}

/** The best names of the same layers, each once, in the order in which they were first seen. */
function rankNames(
  image: PlatformImage,
  known: readonly KnownImage[],
  claimed: ReadonlySet<string>,
  declared: ReadonlySet<string>,
): KnownImage[] {
  const rankOf = ({ reference, tracked }: KnownImage): number => {
    const name = watchedName(reference);
    if (claimed.has(name)) return 0;
    if (declared.has(name)) return 1;
    return tracked ? 2 : 3;
  };
  const best = Math.min(...known.map(rankOf));
  const inOrder = known
    .filter((each) => rankOf(each) === best)
    .map((each) => ({ each, key: `${each.since} ${watchedName(each.reference)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ each }) => each);
  return [...Map.groupBy(inOrder, ({ reference }) => watchedName(reference)).values()].flatMap(
    (of) => bestFitFirst(of, image)[0] ?? [],
  );
}

/** A claim for the base that the operator declared for an image, if any. */
export function declaredClaims(lookup: FactLookup, reference: Reference): Claim[] {
  const name = lookup.facts.declaredBase(reference);
  if (name === undefined) return [];
  const base = { name, digest: name.digest };
  return [{ kind: 'declared', level: 'operator', base, source: undefined, origin: 'own' }];
}
