import type { ListingProblem } from '../../listing/listing-problem.ts';
import type { MentionListing } from '../../mention-listing.ts';
import { createApiClient } from '../api/api-client.ts';
import { type ApiError, problemOfApi } from '../api/api-error.ts';
import { NODES, PODS, type Resource, WORKLOADS } from '../api/resources.ts';
import type { KubernetesConfig } from '../cluster-source.ts';
import { clusterConnection } from '../connection/cluster-connection.ts';
import { clusterListing } from '../mentions/cluster-listing.ts';
import { namespaceScope } from '../namespaces.ts';
import type { Node } from '../objects/node.ts';
import type { Pod } from '../objects/pod.ts';
import type { Workload } from '../objects/workload.ts';
import type { ReadClusterDeps } from '../read-cluster.ts';
import { type FollowDeps, followResource, type ResourceStore } from './follow-resource.ts';

/** A cluster that is being followed. */
export interface FollowedCluster {
  /** What it mentions now; `undefined` until each list was read or has failed. */
  listing(): MentionListing | undefined;
  /** Resolves when the signal has aborted and all connections are closed. */
  readonly ended: Promise<void>;
}

/**
 * Follows a cluster by lists and watches, one of each for a resource and a namespace. Calls `onChange` after each change of
 * what is known. Throws `ConnectionSettingsError`.
 */
export function followCluster(
  config: KubernetesConfig,
  deps: ReadClusterDeps & FollowDeps & { readonly onChange: () => void },
): FollowedCluster {
  const client = createApiClient(clusterConnection(config, deps), deps);
  const { lists, includes } = namespaceScope(config.namespaces);
  const followed: Promise<void>[] = [];
  const parts: Part<unknown>[] = [];

  function follow<T extends { readonly uid: string }>(resource: Resource<T>, namespace: string): Part<T> {
    const scope = resource.namespaced ? namespace : undefined;
    const problem = (error: ApiError, verb: 'list' | 'watch') =>
      problemOfApi(error, {
        ...{ host: client.host, verb, resource: resource.name, group: resource.group, namespace: scope },
      });
    const part = createPart<T>(problem, deps.onChange);
    parts.push(part);
    followed.push(followResource(client, resource, namespace, part.store, deps));
    return part;
  }

  const pods: Part<Pod>[] = lists.map((namespace) => follow(PODS, namespace));
  const workloads: Part<Workload>[] = WORKLOADS.flatMap((resource) =>
    lists.map((namespace) => follow(resource, namespace)),
  );
  const nodes: Part<Node> = follow(NODES, '');
  return {
    listing() {
      if (parts.some(({ isKnown }) => !isKnown())) return undefined;
      const state = {
        pods: pods.flatMap(({ items }) => [...items()]),
        workloads: workloads.flatMap(({ items }) => [...items()]),
        nodes: nodes.items(),
      };
      // Without the right to list nodes, only the platforms are not known.
      const problems = parts.flatMap((part) => {
        const problem = part.problem();
        return problem === undefined || (part === nodes && problem.code === 'missing-right') ? [] : [problem];
      });
      const listing = clusterListing(config.cluster, state, { includes, problems });
      return { ...listing, requests: client.requests() };
    },
    ended: Promise.all(followed).then(() => client.close()),
  };
}

/** What is known of one resource in one namespace. */
interface Part<T> {
  readonly store: ResourceStore<T & { readonly uid: string }>;
  items(): Iterable<T>;
  isKnown(): boolean;
  problem(): ListingProblem | undefined;
}

function createPart<T extends { readonly uid: string }>(
  problemOf: (error: ApiError, verb: 'list' | 'watch') => ListingProblem,
  onChange: () => void,
): Part<T> {
  const items = new Map<string, T>();
  let isKnown = false;
  let problem: ListingProblem | undefined;
  return {
    items: () => items.values(),
    isKnown: () => isKnown,
    problem: () => problem,
    store: {
      replace(all) {
        items.clear();
        for (const each of all) items.set(each.uid, each);
        onChange();
      },
      set(object) {
        // Kubelets write heartbeats and conditions all the time: most changes are of nothing that is read here.
        const isSame = JSON.stringify(items.get(object.uid)) === JSON.stringify(object);
        items.set(object.uid, object);
        if (!isSame) onChange();
      },
      remove(uid) {
        if (items.delete(uid)) onChange();
      },
      current() {
        isKnown = true;
        problem = undefined;
        onChange();
      },
      failed(error, verb) {
        isKnown = true;
        problem = problemOf(error, verb);
        onChange();
      },
    },
  };
}
