import type { LineageView } from '#lib/api/contract/images/lineage.ts';
import { isIndexMediaType } from '#lib/oci/media-type.ts';

/** What the tag's digest is a digest of, as far as it is known, and whether it is only the last known one. */
export function digestTerm(lineage: Pick<LineageView, 'links' | 'unreachable'> | undefined): string {
  const link = lineage?.links[0];
  const type = link?.mediaType;
  const term = type == null ? 'Digest' : isIndexMediaType(type) ? 'Index digest' : 'Manifest digest';
  return lineage?.unreachable && link?.retained ? `Last known ${term.toLowerCase()}` : term;
}

/** True if other evidence proves a base that no annotation names: annotations would then help every tool. */
export function canAnnotate(lineage: Pick<LineageView, 'links'> | undefined): boolean {
  const base = lineage?.links[0]?.base;
  if (!base || base.conflict || base.name === null) return false;
  const isVerified = base.verification === 'verified' || base.verification === 'verified-recompressed';
  return isVerified && !base.evidence.some(({ kind }) => kind === 'annotation');
}
