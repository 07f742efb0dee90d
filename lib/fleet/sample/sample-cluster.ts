import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, formatRepository, parseReference } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { clusterListing } from '#lib/sources/clusters/mentions/cluster-listing.ts';
import { nodeFrom } from '#lib/sources/clusters/objects/node.ts';
import { podFrom } from '#lib/sources/clusters/objects/pod.ts';
import { cronJobFrom } from '#lib/sources/clusters/objects/workload.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { sample } from './recipes.ts';
import { AMD64, ARM64, type Containers, type SampleWorkload, WORKLOADS } from './sample-workloads.ts';

const CLUSTER = 'sample';

/** What the sample's cluster mentions, with the digests that its registry has; `before` has those of tags that moved. */
export async function clusterMentions(
  registry: RegistryReader,
  before: ReadonlyMap<string, Digest>,
): Promise<Mention[]> {
  const digests = new Map<string, Digest>();
  for (const path of WORKLOADS.flatMap(pathsOf)) {
    digests.set(path, (await registry.resolve(parseReference(sample(path)))).digest);
  }
  const imageIdOf = (path: string, { startedBefore }: SampleWorkload) => {
    const reference = parseReference(sample(path));
    const digest = (startedBefore && before.get(formatReference(reference))) || digests.get(path);
    return `${formatRepository(reference)}@${digest}`;
  };
  const { mentions } = clusterListing(
    CLUSTER,
    {
      nodes: [nodeObject(AMD64, 'amd64'), nodeObject(ARM64, 'arm64')].map((object) => nodeFrom.parse(object)),
      workloads: WORKLOADS.filter(({ kind }) => kind === 'CronJob').map((workload) =>
        cronJobFrom.parse(cronJobObject(workload)),
      ),
      pods: WORKLOADS.flatMap((workload) =>
        Array.from({ length: workload.pods }, (_, number) =>
          podFrom.parse(podObject(workload, number, (path) => imageIdOf(path, workload))),
        ),
      ),
    },
    { includes: () => true, problems: [] },
  );
  return [...mentions];
}

function pathsOf({ containers, init = {}, sidecars = {} }: SampleWorkload): string[] {
  return [containers, init, sidecars].flatMap((each) => Object.values(each));
}

const specsOf = (containers: Containers = {}, more: object = {}) =>
  Object.entries(containers).map(([name, path]) => ({ name, image: sample(path), ...more }));

const statusesOf = (containers: Containers, state: object, imageIdOf: (path: string) => string) =>
  Object.entries(containers).map(([name, path]) => ({ name, imageID: imageIdOf(path), state }));

/** A pod as the API server sends it (core/v1), as far as it is read. */
function podObject(workload: SampleWorkload, number: number, imageIdOf: (path: string) => string) {
  const { namespace, kind, name, containers, init = {}, sidecars = {}, node = AMD64 } = workload;
  return {
    metadata: {
      ...{ namespace, name: `${name}-${number}`, uid: `${namespace}/${name}-${number}` },
      ownerReferences: [{ kind, name, uid: `${namespace}/${name}`, controller: true }],
    },
    spec: {
      nodeName: node,
      initContainers: [...specsOf(init), ...specsOf(sidecars, { restartPolicy: 'Always' })],
      containers: specsOf(containers),
    },
    status: {
      phase: 'Running',
      initContainerStatuses: [
        ...statusesOf(init, { terminated: { exitCode: 0 } }, imageIdOf),
        ...statusesOf(sidecars, { running: {} }, imageIdOf),
      ],
      containerStatuses: statusesOf(containers, { running: {} }, imageIdOf),
    },
  };
}

/** A CronJob as the API server sends it (batch/v1), as far as it is read. */
function cronJobObject({ namespace, name, containers }: SampleWorkload) {
  return {
    metadata: { namespace, name, uid: `${namespace}/${name}` },
    spec: { jobTemplate: { spec: { template: { spec: { containers: specsOf(containers) } } } } },
  };
}

/** A node as the API server sends it (core/v1), as far as it is read. */
function nodeObject(name: string, architecture: string) {
  return {
    metadata: { name, uid: name },
    status: { nodeInfo: { architecture, operatingSystem: 'linux' } },
  };
}
