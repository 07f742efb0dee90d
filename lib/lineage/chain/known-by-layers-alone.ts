import { formatReference, parseReference } from '#lib/oci/reference.ts';
import type { BaseVerdict, Evidence } from '../verdict/lineage.ts';
import { nameOnly } from './combine-platforms.ts';

/** The parts of a verdict that are used here. */
interface Known {
  readonly name: BaseVerdict['name'];
  readonly digest: BaseVerdict['digest'];
  readonly evidence: readonly Pick<Evidence, 'kind' | 'name' | 'digest' | 'platform'>[];
  readonly platforms: readonly { readonly platform: string }[];
}

/**
 * The platforms whose base is known by layers alone: no annotation, label, provenance or declaration names it. Another
 * image may have the same layers.
 */
export function knownByLayersAlone({ name, digest, evidence, platforms }: Known): string[] {
  const namesIt = (each: Pick<Evidence, 'name' | 'digest'>): boolean =>
    (each.name !== null && formatReference(nameOnly(parseReference(each.name))) === name) ||
    (each.digest !== null && each.digest === digest);
  return platforms.flatMap(({ platform }) => {
    const naming = evidence.filter((each) => (each.platform ?? platform) === platform && namesIt(each));
    const alone = naming.length > 0 && naming.every(({ kind }) => kind === 'layers');
    return alone ? [platform] : [];
  });
}
