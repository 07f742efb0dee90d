import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { statusOfBase } from '#lib/lineage/verdict/status.ts';
import { parseReference, watchedName } from '#lib/oci/reference.ts';
import type { BasedImage } from '#lib/rebase/cascade/cascade-waves.ts';
import type { ChainCascade } from '#lib/rebase/rebase.ts';

/**
 * The cascade that makes an image current whose own base is current and a base further down is not: from the lowest base
 * whose tag has moved up to the image. `undefined` for an image of any other status.
 */
export function staleChain(
  lineage: Pick<Lineage, 'links' | 'status' | 'reference'>,
): ChainCascade | undefined {
  if (lineage.status !== 'stale-by-ancestor') return undefined;
  const { links } = lineage;
  const lowest = links.findLastIndex(({ base }) => base !== null && statusOfBase(base) === 'stale');
  const moved = links[lowest]?.base?.name;
  if (moved == null) return undefined;
  const chain = links.slice(0, lowest + 1).map(({ reference }) => followedName(reference));
  return { reference: followedName(moved), to: followedName(lineage.reference), chain: chain.toReversed() };
}

/** The images of a chain, each with the tag of its base, from the top down. */
export function imagesOfChain({ links }: Pick<Lineage, 'links'>): BasedImage[] {
  return links.map(({ reference, base }) => ({
    reference: followedName(reference),
    baseName: base?.name == null ? null : followedName(base.name),
  }));
}

/** The tag that a name follows; a digest alone stays as it is. */
export function followedName(text: string): string {
  return watchedName(parseReference(text));
}
