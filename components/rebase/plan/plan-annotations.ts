import type { RebasePlanView } from '#lib/api/contract/rebases.ts';

/** Changes of a config or of annotations, and what base and image both changed. */
type Merged = RebasePlanView['annotations'];

/** The changes of a manifest's annotations, then those of the index around it, which begin with `index.`. */
export function joinAnnotations(manifest: Merged, index: Merged): Merged {
  const ofIndex = <T extends { path: string }>(list: readonly T[]) =>
    list.map((each) => ({ ...each, path: `index.${each.path}` }));
  return {
    changes: [...manifest.changes, ...ofIndex(index.changes)],
    conflicts: [...manifest.conflicts, ...ofIndex(index.conflicts)],
  };
}
