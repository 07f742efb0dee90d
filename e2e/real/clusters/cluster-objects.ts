// What controllers and kubelets would write into a cluster.
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { KubeApiServer } from './kube-apiserver.ts';

const LABELS = { app: 'x' };
/** The image ID of a build, as containerd reports it. */
export const imageId = (repository: string, build: string) => `${repository}@${digestOf(build)}`;

/** Creates a namespace. */
export function createNamespace(cluster: KubeApiServer, name: string) {
  return cluster.send('POST', '/api/v1/namespaces', { metadata: { name } });
}

/** Creates a node with the platform that its kubelet would report. */
export async function createNode(cluster: KubeApiServer, name: string, architecture: string): Promise<void> {
  await cluster.send('POST', '/api/v1/nodes', { metadata: { name } });
  const nodeInfo = { architecture, operatingSystem: 'linux' };
  await cluster.send('PATCH', `/api/v1/nodes/${name}/status`, { status: { nodeInfo } });
}

/** Creates a Deployment and its ReplicaSet, whose owner reference can be given to pods. */
export async function createDeployment(
  cluster: KubeApiServer,
  namespace: string,
  name: string,
  image: string,
) {
  const spec = {
    replicas: 1,
    selector: { matchLabels: LABELS },
    template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'main', image }] } },
  };
  const path = `/apis/apps/v1/namespaces/${namespace}`;
  const deployment = await cluster.send('POST', `${path}/deployments`, { metadata: { name }, spec });
  const owner = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name,
    uid: deployment.metadata.uid,
    controller: true,
  };
  const set = `${name}-5d9c`;
  const metadata = { name: set, ownerReferences: [owner] };
  const { metadata: created } = await cluster.send('POST', `${path}/replicasets`, { metadata, spec });
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: set, uid: created.uid, controller: true };
}

/** Creates a CronJob that has not run. */
export function createCronJob(cluster: KubeApiServer, namespace: string, name: string, image: string) {
  const pod = { restartPolicy: 'Never', containers: [{ name: 'main', image }] };
  return cluster.send('POST', `/apis/batch/v1/namespaces/${namespace}/cronjobs`, {
    metadata: { name },
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: { spec: pod } } } },
  });
}

/** A pod to create: its spec, and what the kubelet says of it. */
interface PodToCreate {
  readonly name: string;
  readonly namespace: string;
  readonly owner?: object;
  readonly spec: object;
  readonly status?: object;
}

/** Creates a pod, and writes its status. */
export async function createPod(
  cluster: KubeApiServer,
  { name, namespace, owner, spec, status }: PodToCreate,
) {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const metadata = { name, labels: LABELS, ...(owner && { ownerReferences: [owner] }) };
  await cluster.send('POST', path, { metadata, spec });
  if (status !== undefined) await cluster.send('PATCH', `${path}/${name}/status`, { status });
}

/** The status of a container that runs. */
export function running(name: string, image: string, imageID: string) {
  const state = { running: { startedAt: '2026-11-30T10:00:00Z' } };
  return { name, image, imageID, ready: true, restartCount: 0, state };
}
