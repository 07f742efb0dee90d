import type { Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Workload } from '../objects/workload.ts';

/** The objects of a cluster at one time, as far as they were read. */
export interface ClusterState {
  readonly pods: Iterable<Pod>;
  readonly workloads: Iterable<Workload>;
  readonly nodes: Iterable<Node>;
}
