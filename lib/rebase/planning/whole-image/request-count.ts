import type { RebasePlan } from '../../rebase.ts';

/** A blob upload is opened, then put whole (distribution-spec § Pushing blobs). */
const UPLOAD = 2;
/** A copy is read once and uploaded. */
const COPY = 1 + UPLOAD;
/** The tag is read right before it is put, and after. */
const TAG_READS = 2;

/**
 * Requests that executing a plan takes where every mount works: each mount 1, each copy 3, each config 2, each
 * manifest and index 1 (the last one under the tag), and the tag read before and after. Requests for tokens do not count.
 */
export function countRequests({
  mounts,
  copies,
  documents,
}: Pick<RebasePlan, 'mounts' | 'copies' | 'documents'>): number {
  const configs = documents.filter(({ kind }) => kind === 'config').length;
  return mounts.length + COPY * copies.length + UPLOAD * configs + (documents.length - configs) + TAG_READS;
}
