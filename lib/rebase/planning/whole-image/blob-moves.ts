import type { Digest } from '#lib/oci/digest.ts';
import { isForeignLayer } from '#lib/oci/media-type.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { BlobMove, RebaseQuestion } from '../../rebase.ts';
import type { PlannedPlatform } from '../platform/platform-question.ts';

/** Blobs that the target's repository needs: mounted from the same registry, copied from another. */
export function movesOf(
  { reference, newBase, target }: RebaseQuestion,
  planned: readonly PlannedPlatform[],
): { readonly mounts: readonly BlobMove[]; readonly copies: readonly BlobMove[] } {
  const moves = new Map<Digest, BlobMove>();
  const has = new Set<Digest>();
  const need = ({ registry, repository }: Repository, blobs: PlannedPlatform['added']) => {
    for (const { digest, size, mediaType } of blobs) {
      if (isForeignLayer(mediaType) || has.has(digest)) continue;
      const known = moves.get(digest);
      // If both repositories have it, prefer the one to mount it from.
      if (known !== undefined && (known.from.registry === target.registry || registry !== target.registry))
        continue;
      moves.set(digest, { digest, size, mediaType, from: { registry, repository } });
    }
  };
  // If the target is in the image's own repository, it has all blobs of the image.
  if (isSameRepository(reference, target)) {
    for (const { ofImage } of planned) for (const { digest } of ofImage) has.add(digest);
  } else for (const { kept } of planned) need(reference, kept);
  if (!isSameRepository(newBase.reference, target)) {
    for (const { added } of planned) need(newBase.reference, added);
  }
  const all = [...moves.values()];
  return {
    mounts: all.filter(({ from }) => from.registry === target.registry),
    copies: all.filter(({ from }) => from.registry !== target.registry),
  };
}

/** Whether both name the same repository of the same registry. */
export function isSameRepository(a: Repository, b: Repository): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}
