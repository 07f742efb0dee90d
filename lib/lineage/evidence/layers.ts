import type { Reference } from '#lib/oci/reference.ts';
import type { Claim } from '../claim.ts';
import type { Inquiry } from '../inquiry.ts';
import type { PlatformImage } from '../platform-image.ts';

/**
 * Images known from elsewhere whose layers begin this one's: the longest such stack. Several names of one stack
 * say the same; the first by name is taken and the others are noted.
 */
export function layerClaims(inquiry: Inquiry, image: PlatformImage): Claim[] {
  const known = inquiry.facts
    .imagesBeneath(image.diffIds)
    .filter(({ platform, digest }) => platform === image.platform && digest !== image.digest);
  const longest = Math.max(0, ...known.map(({ diffIds }) => diffIds.length));
  const [first, ...others] = known.filter(({ diffIds }) => diffIds.length === longest);
  if (first === undefined) return [];
  const also = [...new Set(others.map(({ reference }) => `${reference.repository}:${reference.tag ?? ''}`))];
  const { digest: _, ...name } = first.reference;
  return [
    {
      kind: 'layers',
      level: 'fleet',
      base: { name, digest: first.digest },
      source: undefined,
      baseLayers: longest,
      standing: 'own',
      ...(also.length > 0 ? { note: `the same layers are known as ${also.slice(0, 5).join(', ')} too` } : {}),
    },
  ];
}

/** The base that the operator declared for an image, where there is one. */
export function declaredClaims(inquiry: Inquiry, reference: Reference): Claim[] {
  const name = inquiry.facts.declaredBase(reference);
  if (name === undefined) return [];
  const base = { name, digest: name.digest };
  return [{ kind: 'declared', level: 'operator', base, source: undefined, standing: 'own' }];
}
