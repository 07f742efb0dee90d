import { formatReference, parseReference } from '#lib/oci/reference.ts';
import type { BaseVerdict, Evidence } from '../verdict/lineage.ts';
import { nameOnly } from './combine-platforms.ts';

/**
 * The platforms whose base is known by their layers alone: no annotation, label, provenance or declaration names the
 * base that is followed. Another image may have the same layers.
 */
export function knownByLayersAlone({ name, digest, evidence, platforms }: BaseVerdict): string[] {
  const namesIt = (each: Evidence): boolean =>
    (each.name !== null && formatReference(nameOnly(parseReference(each.name))) === name) ||
    (each.digest !== null && each.digest === digest);
  return platforms.flatMap(({ platform }) => {
    const naming = evidence.filter((each) => (each.platform ?? platform) === platform && namesIt(each));
    const alone = naming.length > 0 && naming.every(({ kind }) => kind === 'layers');
    return alone ? [platform] : [];
  });
}
