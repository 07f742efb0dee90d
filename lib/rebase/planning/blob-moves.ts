import type { Digest } from '#lib/oci/digest.ts';
import { isForeignLayer } from '#lib/oci/media-type.ts';
import type { Repository } from '#lib/oci/reference.ts';
import type { BlobMove, RebaseQuestion } from '../rebase.ts';
import type { PlannedPlatform } from './platform-plan.ts';

/** Blobs that the target's repository needs and does not have: mounted within a registry, copied across. */
export function movesOf(
  { reference, newBase, target }: RebaseQuestion,
  planned: readonly PlannedPlatform[],
): { readonly mounts: readonly BlobMove[]; readonly copies: readonly BlobMove[] } {
  const moves = new Map<Digest, BlobMove>();
  const has = new Set<Digest>();
  const need = (from: Repository, layers: PlannedPlatform['kept']) => {
    for (const { digest, size, mediaType } of layers) {
      if (isForeignLayer(mediaType) || moves.has(digest) || has.has(digest)) continue;
      moves.set(digest, {
        digest,
        size,
        mediaType,
        from: { registry: from.registry, repository: from.repository },
      });
    }
  };
  const inPlace = isSame(reference, target);
  for (const { plan, kept } of planned) {
    // Where the tag moves within its repository, every layer that the image has now is there.
    if (inPlace) for (const { digest } of [...plan.layersRemoved, ...plan.layersKept]) has.add(digest);
    else need(reference, kept);
  }
  if (!isSame(newBase.reference, target)) for (const { added } of planned) need(newBase.reference, added);
  const all = [...moves.values()];
  return {
    mounts: all.filter(({ from }) => from.registry === target.registry),
    copies: all.filter(({ from }) => from.registry !== target.registry),
  };
}

function isSame(a: Repository, b: Repository): boolean {
  return a.registry === b.registry && a.repository === b.repository;
}
