import { ANNOTATION } from '#lib/oci/annotations.ts';
import type { Listing, PlatformImage } from '../images/platform-image.ts';
import type { EvidenceLevel } from '../vocabulary/evidence.ts';
import { type Claim, readClaim } from './claim.ts';

interface Level {
  readonly level: EvidenceLevel;
  readonly notes: Readonly<Record<string, string>> | null | undefined;
  readonly source: Claim['source'];
}

/**
 * Claims from the annotations about one platform's base (image-spec, annotations.md), the level nearest to the image
 * first: its manifest, its descriptor in the index, the index; then the same levels of the index around that one. A
 * level that names only a digest takes its name from the nearest level that has one.
 */
export function annotationClaims(image: PlatformImage): Claim[] {
  const own: Level = { level: 'manifest', notes: image.manifest.annotations, source: image.digest };
  const levels = [own, ...listingLevels(image.listing)];
  const name = levels.map(({ notes }) => notes?.[ANNOTATION.baseName]).find((text) => text);
  return levels.flatMap(({ level, notes, source }): Claim[] => {
    const ownName = notes?.[ANNOTATION.baseName];
    const digest = notes?.[ANNOTATION.baseDigest];
    const { base, ...how } = readClaim(ownName || (digest ? name : ownName), digest);
    if (base === undefined && how.notes === undefined) return [];
    // A claim that cannot be parsed is shown too: its author meant something by it.
    const claimed = base ?? { name: undefined, digest: undefined };
    return [{ kind: 'annotation', level, base: claimed, source, origin: 'own', ...how }];
  });
}

function listingLevels(listing: Listing | undefined): Level[] {
  if (listing === undefined) return [];
  const { index, descriptor, above } = listing;
  return [
    { level: 'descriptor', notes: descriptor.annotations, source: index.digest },
    { level: 'index', notes: index.content.annotations, source: index.digest },
    ...listingLevels(above),
  ];
}
