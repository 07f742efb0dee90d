import { counted } from './counts-and-names.ts';

/** What runs of an image. */
export interface Runs {
  readonly workloads: number;
  readonly pods: number;
  /** Pods that are known to run another build than the name has now. */
  readonly outdated: number;
  /** Pods that run what a new container could not pull. */
  readonly cannotPull: number;
  readonly clusters: readonly string[];
}

/** Clusters that a line names; the others are a number. */
const NAMED_CLUSTERS = 3;

/** `prod, staging`, `a, b, c and 4 more`; empty if no cluster is known. */
export function clusterWords(clusters: readonly string[]): string {
  const named = clusters.slice(0, NAMED_CLUSTERS).join(', ');
  const more = clusters.length - NAMED_CLUSTERS;
  return more > 0 ? `${named} and ${more} more` : named;
}

/** `3 run another build`; null if none is known to. */
export function otherBuildWords({ outdated }: Pick<Runs, 'outdated'>): string | null {
  if (outdated === 0) return null;
  return `${outdated.toLocaleString('en')} ${outdated === 1 ? 'runs' : 'run'} another build`;
}

/** `2 cannot pull it again`; null if none is known to. */
export function cannotPullWords({ cannotPull }: Pick<Runs, 'cannotPull'>): string | null {
  return cannotPull === 0 ? null : `${cannotPull.toLocaleString('en')} cannot pull it again`;
}

/** All of it: `12 pods of 2 workloads in prod, staging · 2 cannot pull it again · 3 run another build`. */
export function runningWords(runs: Runs): string {
  const pods = `${counted(runs.pods, 'pod')} of ${counted(runs.workloads, 'workload')}`;
  const where = runs.clusters.length === 0 ? pods : `${pods} in ${runs.clusters.join(', ')}`;
  return [where, cannotPullWords(runs), otherBuildWords(runs)].filter((part) => part !== null).join(' · ');
}
