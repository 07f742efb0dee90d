import { lowerVariants } from '#lib/oci/platform.ts';
import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { FactLookup } from '../facts/fact-lookup.ts';
import type { KnownImage } from '../facts/facts.ts';
import type { PlatformImage } from '../images/platform-image.ts';
import type { Claim } from './claim.ts';

/** More names of one stack than this are not looked at. */
const MAX_NAMES = 8;

/**
 * Known images whose layers begin this one's: the longest such stack, under the names that are evidence for it. Where
 * the image itself names one of them, that one; else the one that was declared for it; else the tracked ones; else the
 * rest. Among equally good names the one seen first comes first: layers cannot show which name the image was built on.
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
    // A builder takes another architecture's image only where it is told to.
    const asked = fitting.includes(platform) ? {} : { platform };
    const base = { name: watchedTag(name) ?? { ...name, digest }, digest, ...asked };
    return { kind: 'layers', level: 'fleet', base, source: digest, baseLayers: longest, origin: 'own' };
  });
}

/**
 * The known images whose layers are the first of this one's: those of its platform first, then those of lower CPU
 * variants, then those of other architectures, as after `FROM --platform=…`; among equals the longest first.
 */
export function fittingBases(lookup: FactLookup, image: PlatformImage): KnownImage[] {
  return bestFitFirst(lookup.facts.possibleBases(image.diffIds), image).filter(
    ({ digest }) => digest !== image.digest,
  );
}

/** Known images by how well their platform fits an image's; those that do not fit are left out. */
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

/** A name by which an image is known, without a digest where it has a tag. */
function nameOf(reference: Reference): string {
  return formatReference(watchedTag(reference) ?? reference);
}

function namesIn(claims: readonly Claim[]): ReadonlySet<string> {
  return new Set(
    claims.flatMap(({ base }) => (base === 'scratch' || base.name === undefined ? [] : [nameOf(base.name)])),
  );
}

/** The best of several names of one stack, each once, the one seen first first. */
function rankNames(
  image: PlatformImage,
  known: readonly KnownImage[],
  claimed: ReadonlySet<string>,
  declared: ReadonlySet<string>,
): KnownImage[] {
  const rankOf = ({ reference, tracked }: KnownImage): number => {
    const name = nameOf(reference);
    if (claimed.has(name)) return 0;
    if (declared.has(name)) return 1;
    return tracked ? 2 : 3;
  };
  const best = Math.min(...known.map(rankOf));
  const inOrder = known
    .filter((each) => rankOf(each) === best)
    .map((each) => ({ each, key: `${each.since} ${nameOf(each.reference)}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ each }) => each);
  return [...Map.groupBy(inOrder, ({ reference }) => nameOf(reference)).values()].flatMap(
    (of) => bestFitFirst(of, image)[0] ?? [],
  );
}

/** The base that the operator declared for an image, where there is one. */
export function declaredClaims(lookup: FactLookup, reference: Reference): Claim[] {
  const name = lookup.facts.declaredBase(reference);
  if (name === undefined) return [];
  const base = { name, digest: name.digest };
  return [{ kind: 'declared', level: 'operator', base, source: undefined, origin: 'own' }];
}
