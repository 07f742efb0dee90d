import { formatReference, type Reference, watchedTag } from '#lib/oci/reference.ts';
import type { Claim } from '../claim.ts';
import type { Inquiry } from '../inquiry.ts';
import type { PlatformImage } from '../platform-image.ts';

/** More names of one stack than this are not looked at. */
const MAX_NAMES = 8;

/**
 * Images known from elsewhere whose layers begin this one's: the longest such stack, under each of its names
 * and in their order. Which name was built on cannot be told from layers.
 */
export function layerClaims(inquiry: Inquiry, image: PlatformImage): Claim[] {
  const known = inquiry.facts
    .imagesBeneath(image.diffIds)
    .filter(({ platform, digest }) => platform === image.platform && digest !== image.digest);
  const longest = Math.max(0, ...known.map(({ diffIds }) => diffIds.length));
  const named = new Map<string, Claim>();
  for (const { reference, digest, diffIds } of known) {
    if (diffIds.length !== longest) continue;
    const name = watchedTag(reference) ?? { ...reference, digest };
    const text = formatReference(name);
    if (named.has(text)) continue;
    const base = { name, digest };
    const standing = 'own';
    named.set(text, { kind: 'layers', level: 'fleet', base, source: digest, baseLayers: longest, standing });
  }
  const inOrder = [...named].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.slice(0, MAX_NAMES).map(([, claim]) => claim);
}

/** The base that the operator declared for an image, where there is one. */
export function declaredClaims(inquiry: Inquiry, reference: Reference): Claim[] {
  const name = inquiry.facts.declaredBase(reference);
  if (name === undefined) return [];
  const base = { name, digest: name.digest };
  return [{ kind: 'declared', level: 'operator', base, source: undefined, standing: 'own' }];
}
