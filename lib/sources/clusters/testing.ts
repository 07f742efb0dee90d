// Objects of the Kubernetes API as its server sends them, for tests.
import { digestOf } from '#lib/oci/compute-digest.ts';

/** A container's status: its image ID, and its state if it does not run. */
interface StatusOf {
  readonly imageID?: string;
  readonly state?: 'running' | 'waiting' | 'terminated';
}

/** A container of a pod. */
interface ContainerOf extends StatusOf {
  readonly image?: string;
  readonly restartPolicy?: string;
}

/** A pod to make; every field has a default. */
export interface PodOf {
  readonly namespace?: string;
  readonly name?: string;
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly node?: string;
  readonly phase?: string;
  readonly deleting?: boolean;
  readonly containers?: Readonly<Record<string, ContainerOf>>;
  readonly init?: Readonly<Record<string, ContainerOf>>;
  readonly ephemeral?: Readonly<Record<string, ContainerOf>>;
  readonly volumes?: Readonly<Record<string, string>>;
}

/** `uid`s are made from kind, namespace and name. */
const uid = (kind: string, namespace: string, name: string) => `${kind}-${namespace}-${name}`.toLowerCase();

function metadata(kind: string, namespace: string, name: string, owner: PodOf['owner'], deleting = false) {
  const references = owner && [
    { ...owner, apiVersion: 'v1', uid: uid(owner.kind, namespace, owner.name), controller: true },
  ];
  return {
    ...{ name, namespace, uid: uid(kind, namespace, name), resourceVersion: '7' },
    ...(references ? { ownerReferences: references } : {}),
    ...(deleting ? { deletionTimestamp: '2026-11-30T10:00:00Z' } : {}),
    managedFields: [{ manager: 'kubelet', fieldsV1: { 'f:status': {} } }],
  };
}

const specs = (containers: PodOf['containers'] = {}) =>
  Object.entries(containers).map(([name, { image, restartPolicy }]) => ({
    ...{ name, ...(image === undefined ? {} : { image }) },
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
  }));

const STATES = {
  running: { running: { startedAt: '2026-11-30T10:00:00Z' } },
  waiting: { waiting: { reason: 'ImagePullBackOff' } },
  terminated: { terminated: { exitCode: 0 } },
};

const statuses = (containers: PodOf['containers'] = {}) =>
  Object.entries(containers).map(([name, { image, imageID = '', state = 'running' }]) => ({
    ...{ name, image, imageID, state: STATES[state] },
  }));

/** A Pod. */
export function podObject({
  namespace = 'shop',
  name = 'api-1',
  owner,
  node,
  phase = 'Running',
  deleting,
  containers = { api: { image: 'ghcr.io/acme/api:1' } },
  init,
  ephemeral,
  volumes = {},
}: PodOf = {}) {
  return {
    kind: 'Pod',
    metadata: metadata('Pod', namespace, name, owner, deleting),
    spec: {
      ...(node === undefined ? {} : { nodeName: node }),
      ...{
        initContainers: specs(init),
        containers: specs(containers),
        ephemeralContainers: specs(ephemeral),
      },
      volumes: [
        { name: 'config', configMap: { name: 'config' } },
        ...Object.entries(volumes).map(([volume, reference]) => ({ name: volume, image: { reference } })),
      ],
    },
    status: {
      phase,
      ...{ initContainerStatuses: statuses(init), containerStatuses: statuses(containers) },
      ephemeralContainerStatuses: statuses(ephemeral),
    },
  };
}

/** An object that makes pods from a template. */
export function workloadObject(
  kind: string,
  name: string,
  images: Readonly<Record<string, string>>,
  more: { readonly owner?: PodOf['owner']; readonly namespace?: string; readonly finished?: boolean } = {},
) {
  const { namespace = 'shop', owner, finished = false } = more;
  const containers = Object.entries(images).map(([container, image]) => ({ name: container, image }));
  const template = { spec: { containers } };
  return {
    kind,
    metadata: metadata(kind, namespace, name, owner),
    spec: kind === 'CronJob' ? { schedule: '@daily', jobTemplate: { spec: { template } } } : { template },
    status: finished ? { conditions: [{ type: 'Complete', status: 'True' }] } : {},
  };
}

/** A Node. */
export function nodeObject(name: string, architecture: string, operatingSystem = 'linux') {
  const nodeInfo = { architecture, operatingSystem, kubeletVersion: 'v1.34.2' };
  return { kind: 'Node', metadata: { name, uid: `node-${name}` }, status: { nodeInfo } };
}

/** An image ID as containerd reports it. */
export const imageId = (repository: string, build: string) => `${repository}@${digestOf(build)}`;
