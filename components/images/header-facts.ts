import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { isVerified } from '#lib/lineage/verdict/status.ts';
import { isIndexMediaType } from '#lib/oci/media-type.ts';

/** What the tag's digest is a digest of, as far as it is known, and whether it is only the last known one. */
export function digestTerm(lineage: Pick<LineageView, 'links' | 'unreachable'> | undefined): string {
  const link = lineage?.links[0];
  const type = link?.mediaType;
  const term = type == null ? 'Digest' : isIndexMediaType(type) ? 'Index digest' : 'Manifest digest';
  return lineage?.unreachable && link?.retained ? `Last known ${term.toLowerCase()}` : term;
}

/** True if a person should name the base of an image: it has no evidence, or its evidence is contested or false. */
export function wantsBase(lineage: Pick<LineageView, 'links' | 'status'> | undefined): boolean {
  const link = lineage?.links[0];
  if (lineage === undefined || link === undefined || link.digest === null) return false;
  if (link.base === null) return lineage.status === 'unknown';
  return link.base.conflict || link.base.verification === 'contradicted';
}

/** True if other evidence proves a base that no annotation names: annotations would then help every tool. */
export function canAnnotate(lineage: Pick<LineageView, 'links'> | undefined): boolean {
  const base = lineage?.links[0]?.base;
  if (!base || base.conflict || base.name === null) return false;
  return isVerified(base.verification) && !base.evidence.some(({ kind }) => kind === 'annotation');
}

/** True if no annotation names the image's base: a false one has to be corrected first. */
export function hasNoAnnotation({ links: [image] }: Pick<LineageView, 'links'>): boolean {
  const claims = image?.base?.evidence ?? image?.evidence ?? [];
  return claims.every(({ kind }) => kind !== 'annotation');
}
