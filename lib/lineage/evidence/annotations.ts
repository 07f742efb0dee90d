import { ANNOTATION } from '#lib/oci/annotations.ts';
import { type Claim, readClaim } from '../claim.ts';
import type { EvidenceLevel } from '../lineage.ts';
import type { PlatformImage } from '../platform-image.ts';

type Notes = Readonly<Record<string, string>> | null | undefined;

/**
 * What annotations say of one platform's base (image-spec, annotations.md), the level nearest to the image
 * first: its manifest, its descriptor in the index, the index. A level that names only a digest takes its name
 * from the next one that has it.
 */
export function annotationClaims(image: PlatformImage): Claim[] {
  const { index, descriptor } = image.listing ?? {};
  const levels: { level: EvidenceLevel; notes: Notes; source: Claim['source'] }[] = [
    { level: 'manifest', notes: image.manifest.annotations, source: image.digest },
    { level: 'descriptor', notes: descriptor?.annotations, source: index?.digest },
    { level: 'index', notes: index?.content.annotations, source: index?.digest },
  ];
  const name = levels.map(({ notes }) => notes?.[ANNOTATION.baseName]).find((text) => text);
  return levels.flatMap(({ level, notes, source }): Claim[] => {
    const ownName = notes?.[ANNOTATION.baseName];
    const digest = notes?.[ANNOTATION.baseDigest];
    const { base, note } = readClaim(ownName || (digest ? name : ownName), digest);
    if (base === undefined && note === undefined) return [];
    // A claim of which nothing can be read is shown all the same: somebody meant something by it.
    const claimed = base ?? { name: undefined, digest: undefined };
    return [{ kind: 'annotation', level, base: claimed, source, standing: 'own', ...(note ? { note } : {}) }];
  });
}
