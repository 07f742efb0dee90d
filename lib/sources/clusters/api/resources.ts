import type { z } from 'zod';
import { type Node, nodeFrom } from '../objects/node.ts';
import { type Pod, podFrom } from '../objects/pod.ts';
import { cronJobFrom, type Workload, workloadFrom } from '../objects/workload.ts';

/** A kind of object that is listed and watched. */
export interface Resource<T extends { readonly uid: string }> {
  /** The plural, as roles name it. */
  readonly name: string;
  /** The path of its API group and version. */
  readonly group: string;
  /** False for nodes, which belong to no namespace. */
  readonly namespaced: boolean;
  /** What an object is reduced to. */
  readonly from: z.ZodType<T>;
}

/** Pods say what runs. */
export const PODS: Resource<Pod> = { name: 'pods', group: '/api/v1', namespaced: true, from: podFrom };

/** Nodes have the platforms. */
export const NODES: Resource<Node> = { name: 'nodes', group: '/api/v1', namespaced: false, from: nodeFrom };

/** What makes pods: their owners, and the templates that have no pod. */
export const WORKLOADS: readonly Resource<Workload>[] = [
  { name: 'deployments', group: '/apis/apps/v1', namespaced: true, from: workloadFrom('deployment') },
  { name: 'replicasets', group: '/apis/apps/v1', namespaced: true, from: workloadFrom('replicaset') },
  { name: 'statefulsets', group: '/apis/apps/v1', namespaced: true, from: workloadFrom('statefulset') },
  { name: 'daemonsets', group: '/apis/apps/v1', namespaced: true, from: workloadFrom('daemonset') },
  { name: 'jobs', group: '/apis/batch/v1', namespaced: true, from: workloadFrom('job') },
  { name: 'cronjobs', group: '/apis/batch/v1', namespaced: true, from: cronJobFrom },
];

/** The path of a resource: in one namespace, or, with an empty one, in all. */
export function pathOf({ group, name }: Pick<Resource<never>, 'group' | 'name'>, namespace: string): string {
  return namespace === '' ? `${group}/${name}` : `${group}/namespaces/${namespace}/${name}`;
}
