/**
 * What places of kind `runs` are made of, by their keys: what Baseboard counts and filters by. `workload` is a kind and a
 * name, such as `deployment/api`; `pods` is how many of its pods run this digest.
 */
export const RUNS_PLACE = {
  cluster: 'cluster',
  namespace: 'namespace',
  workload: 'workload',
  container: 'container',
  /** A number; a place without it counts as one. */
  pods: 'pods',
  /** True if the digest is not what the tag has now, as far as the source knows. */
  outdated: 'outdated',
} as const;

/** Keys whose values change while the place stays the same. */
const CHANGING: ReadonlySet<string> = new Set([RUNS_PLACE.pods, RUNS_PLACE.outdated, 'pushedAt']);

/** A place as a text that stays the same while only counts and times in it change. */
export function placeIdentity(place: Readonly<Record<string, unknown>>): string {
  const fixed = Object.entries(place).filter(([key]) => !CHANGING.has(key));
  return JSON.stringify(fixed.sort(([a], [b]) => (a < b ? -1 : 1)));
}
