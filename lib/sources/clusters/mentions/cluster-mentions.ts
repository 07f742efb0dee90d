import { formatRepository, tryParseReference } from '#lib/oci/reference.ts';
import type { Mention } from '../../mention.ts';
import type { PodContainer } from '../objects/pod.ts';
import type { DeclaredContainer } from '../objects/pod-containers.ts';
import type { Workload } from '../objects/workload.ts';
import type { ClusterState } from './cluster-state.ts';
import { createOwnerFinder } from './find-owner.ts';

interface Counted {
  readonly mention: Mention;
  pods: number;
}

/**
 * What a cluster mentions. `runs`: a container that was started, with the digest that its runtime reports; pods of one
 * workload with the same image on the same platform are one mention, with their number. `declared`: an image of a pod or of
 * a workload's template that no container of that workload runs. Pods that are being deleted or have ended say nothing.
 */
export function clusterMentions(cluster: string, { pods, workloads, nodes }: ClusterState): Mention[] {
  const known = [...workloads];
  const ownerOf = createOwnerFinder(known);
  const platforms = new Map([...nodes].map(({ name, platform }) => [name, platform]));
  const runs = new Map<string, Counted>();
  const running = new Set<string>();
  const live = [...pods]
    .filter(({ ended }) => !ended)
    .map((pod) => ({ ...pod, workload: ownerOf({ ...pod, kind: 'pod' }) }));

  for (const pod of live) {
    const { workload } = pod;
    const platform = pod.node === undefined ? undefined : platforms.get(pod.node);
    for (const container of pod.containers) {
      if (!container.started) continue;
      running.add(keyOf(pod.namespace, workload, container));
      const mention = runsMention({ cluster, namespace: pod.namespace, workload, platform }, container);
      const key = JSON.stringify(mention);
      const counted = runs.get(key);
      if (counted) counted.pods += 1;
      else runs.set(key, { mention, pods: 1 });
    }
  }

  const declared = new Map<string, Mention>();
  const declare = (namespace: string, workload: string, containers: readonly DeclaredContainer[]) => {
    for (const container of containers) {
      const key = keyOf(namespace, workload, container);
      if (running.has(key) || declared.has(key)) continue;
      const place = placeOf({ cluster, namespace, workload, platform: undefined }, container);
      declared.set(key, { reference: container.image, kind: 'declared', place });
    }
  };
  for (const workload of known) {
    if (workload.ended || isOneOfSeveral(workload)) continue;
    declare(workload.namespace, ownerOf(workload), workload.containers);
  }
  // Of a container that waits for its image, only the pod may know: a debugging container, or a pod without a workload.
  for (const pod of live) declare(pod.namespace, pod.workload, pod.containers);

  const counted = [...runs.values()].map(({ mention, pods: number }) => ({
    ...mention,
    place: { ...mention.place, pods: number },
  }));
  return [...counted, ...declared.values()].sort(byPlace);
}

interface At {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly platform: string | undefined;
}

function runsMention(at: At, container: PodContainer): Mention {
  const { image, running } = container;
  const from = running?.of === 'manifest' ? running.repository : undefined;
  const elsewhere = from !== undefined && !isSameRepository(image, from);
  return {
    reference: image,
    ...(running === undefined ? {} : { digest: running.digest }),
    kind: 'runs',
    place: {
      ...placeOf(at, container),
      // A mirror has the same content under another name.
      ...(elsewhere ? { pulledFrom: from } : {}),
      ...(running?.of === 'config' ? { digestOf: 'config' } : {}),
    },
  };
}

function placeOf(
  { cluster, namespace, workload, platform }: At,
  { role, name }: DeclaredContainer,
): Mention['place'] {
  return {
    ...{ cluster, namespace, workload, container: name },
    ...(role === 'container' ? {} : { role }),
    ...(platform === undefined ? {} : { platform }),
  };
}

/** The old ReplicaSets of a Deployment, or the Jobs of a CronJob: their owner says what the next pods are made from. */
function isOneOfSeveral({ kind, owner }: Workload): boolean {
  return owner !== undefined && (kind === 'replicaset' || kind === 'job');
}

function keyOf(namespace: string, workload: string, { role, name, image }: DeclaredContainer): string {
  return JSON.stringify([namespace, workload, role, name, image]);
}

function isSameRepository(image: string, repository: string): boolean {
  const [declared, pulled] = [tryParseReference(image), tryParseReference(repository)];
  if (declared === undefined || pulled === undefined) return false;
  return formatRepository(declared) === formatRepository(pulled);
}

/** The order does not depend on the order of the cluster's lists, so that equal states have equal mentions. */
function byPlace(a: Mention, b: Mention): number {
  const [first, second] = [sortKey(a), sortKey(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function sortKey({ reference, digest, place }: Mention): string {
  return [
    place.namespace,
    place.workload,
    place.container,
    reference,
    digest ?? '',
    JSON.stringify(place),
  ].join('\0');
}
