import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { listResource } from '#lib/sources/clusters/api/list-resource.ts';
import { PODS } from '#lib/sources/clusters/api/resources.ts';
import { watchResource } from '#lib/sources/clusters/api/watch-resource.ts';
import { followCluster } from '#lib/sources/clusters/follow/follow-cluster.ts';
import { readCluster } from '#lib/sources/clusters/read-cluster.ts';
import { clientFor, configOf, depsFor } from './cluster-client.ts';
import {
  createCronJob,
  createDeployment,
  createNamespace,
  createNode,
  createPod,
  imageId,
  running,
} from './cluster-objects.ts';
import { applyDocumentedRights } from './documented-rights.ts';
import { type KubeApiServer, kubeApiServerMissing, startKubeApiServer } from './kube-apiserver.ts';

const START_MS = 180_000;
const missing = kubeApiServerMissing();

const POD = { containers: [{ name: 'main', image: 'app:1' }] };

let cluster: KubeApiServer;

/** Lists the cluster with a token. */
const read = (token: string, config: object = {}) =>
  readCluster(configOf({ server: cluster.server, ca: cluster.ca, ...config }), depsFor(cluster, token));

describe.skipIf(missing)(`a Kubernetes API server${missing ? ` (${missing})` : ''}`, () => {
  let account: string;

  beforeAll(async () => {
    cluster = await startKubeApiServer();
    await createNamespace(cluster, 'shop');
    account = await applyDocumentedRights(cluster);
  }, START_MS);
  afterAll(() => cluster?.stop());

  it('lists what runs and what is declared, with the rights in the documents', async () => {
    await createNode(cluster, 'n1', 'arm64');
    const owner = await createDeployment(cluster, 'shop', 'api', 'ghcr.io/acme/api:1');
    await createCronJob(cluster, 'shop', 'nightly', 'report:1');
    await createPod(cluster, {
      ...{ name: 'api-5d9c-a', namespace: 'shop', owner },
      spec: {
        nodeName: 'n1',
        initContainers: [
          { name: 'migrate', image: 'migrate:1' },
          { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' },
        ],
        containers: [
          {
            name: 'main',
            image: 'ghcr.io/acme/api:1',
            volumeMounts: [{ name: 'model', mountPath: '/model' }],
          },
        ],
        volumes: [{ name: 'model', image: { reference: 'models/llm:3' } }],
      },
      status: {
        phase: 'Running',
        initContainerStatuses: [
          {
            ...running('migrate', 'migrate:1', imageId('docker.io/library/migrate', 'migrate')),
            state: { terminated: { exitCode: 0, containerID: 'containerd://x' } },
          },
          running('proxy', 'proxy:1', digestOf('config of proxy')),
        ],
        containerStatuses: [running('main', 'ghcr.io/acme/api:1', imageId('mirror.corp/acme/api', 'api'))],
      },
    });
    const debug = { name: 'debug', image: 'busybox:1', targetContainerName: 'main' };
    const pod = '/api/v1/namespaces/shop/pods/api-5d9c-a';
    await cluster.send('PATCH', `${pod}/ephemeralcontainers`, { spec: { ephemeralContainers: [debug] } });
    await cluster.send('PATCH', `${pod}/status`, {
      status: {
        ephemeralContainerStatuses: [
          running('debug', 'busybox:1', imageId('docker.io/library/busybox', 'b')),
        ],
      },
    });

    const { complete, problems, mentions } = await read(account);
    expect({ complete, problems }).toEqual({ complete: true, problems: [] });
    const place = {
      ...{ cluster: 'real', namespace: 'shop', workload: 'deployment/api' },
      ...{ platform: 'linux/arm64', pods: 1 },
    };
    const nightly = { cluster: 'real', namespace: 'shop', workload: 'cronjob/nightly', container: 'main' };
    expect(mentions).toEqual([
      { reference: 'report:1', kind: 'declared', place: nightly },
      {
        reference: 'busybox:1',
        digest: digestOf('b'),
        kind: 'runs',
        place: { ...place, container: 'debug', role: 'ephemeral' },
      },
      {
        ...{ reference: 'ghcr.io/acme/api:1', digest: digestOf('api'), kind: 'runs' },
        place: { ...place, container: 'main', pulledFrom: 'mirror.corp/acme/api' },
      },
      {
        reference: 'migrate:1',
        digest: digestOf('migrate'),
        kind: 'runs',
        place: { ...place, container: 'migrate', role: 'init' },
      },
      { reference: 'models/llm:3', kind: 'runs', place: { ...place, container: 'model', role: 'volume' } },
      {
        ...{ reference: 'proxy:1', digest: digestOf('config of proxy'), kind: 'runs' },
        place: { ...place, container: 'proxy', role: 'sidecar', digestOf: 'config' },
      },
    ]);
  });

  it('lists with a client certificate of a kubeconfig', async () => {
    const base64 = (pem: string) => Buffer.from(pem).toString('base64');
    const { server, ca, client } = cluster;
    const user = { 'client-certificate-data': base64(client.cert), 'client-key-data': base64(client.key) };
    const kubeconfig = JSON.stringify({
      'current-context': 'c',
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      clusters: [{ name: 'c', cluster: { server, 'certificate-authority-data': base64(ca) } }],
      users: [{ name: 'u', user }],
    });
    const deps = { ...depsFor(cluster, ''), token: undefined, readFile: () => kubeconfig };
    expect(await readCluster(configOf({ kubeconfig: 'k' }), deps)).toMatchObject({
      complete: true,
      problems: [],
    });
  });

  it('names the rights that an account lacks, and lists a namespace with a Role', async () => {
    const { host } = new URL(cluster.server);
    const wrong = await read('no-such-token');
    expect(wrong.problems).toMatchObject([
      { message: `${host}: could not list pods in all namespaces: its login was not accepted (401)` },
    ]);

    const nothing = await read(cluster.tokens.limited);
    expect([nothing.complete, nothing.problems.length]).toEqual([false, 7]);
    expect(nothing.problems[0]).toEqual({
      ...{ code: 'missing-right', right: 'list pods' },
      message: `${host}: the account may not list pods in all namespaces: add list for pods to its ClusterRole`,
    });

    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop';
    const verbs = ['list', 'watch'];
    const rules = [
      { apiGroups: [''], resources: ['pods'], verbs },
      { apiGroups: ['apps'], resources: ['deployments', 'replicasets', 'statefulsets', 'daemonsets'], verbs },
      { apiGroups: ['batch'], resources: ['jobs'], verbs },
    ];
    await cluster.send('POST', `${rbac}/roles`, { metadata: { name: 'limited' }, rules });
    await cluster.send('POST', `${rbac}/rolebindings`, {
      metadata: { name: 'limited' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'limited' },
      subjects: [{ kind: 'User', name: 'limited' }],
    });
    const shop = { namespaces: { include: ['shop'] } };
    // Rights reach the server's authorizer by a watch of its own.
    await expect
      .poll(async () => (await read(cluster.tokens.limited, shop)).problems, { timeout: 30_000 })
      .toEqual([
        {
          ...{ code: 'missing-right', right: 'list cronjobs' },
          message: `${host}: the account may not list cronjobs in namespace shop: add list for cronjobs.batch to its Role there, or to its ClusterRole`,
        },
      ]);
  });

  it('lists more than one page, anew if its token expires between two pages', async () => {
    await createNamespace(cluster, 'many');
    const names = Array.from({ length: 520 }, (_, n) => `p${n}`);
    await pMap(
      names,
      (name) =>
        createPod(cluster, {
          name,
          namespace: 'many',
          spec: { containers: [{ name: 'main', image: `app:${name}` }] },
        }),
      { concurrency: 8 },
    );
    const many = { namespaces: { include: ['many'] } };
    const whole = await read(account, many);
    expect([whole.complete, whole.mentions.length, whole.requests]).toEqual([true, 520, 9]);

    const client = clientFor(cluster, account);
    let pages = 0;
    const expiring = {
      async get(path: string, query: URLSearchParams) {
        const page = await client.get(path, query);
        pages += 1;
        if (pages === 1) {
          await createPod(cluster, {
            name: 'late',
            namespace: 'many',
            spec: { containers: [{ name: 'main', image: 'late:1' }] },
          });
          await cluster.compact();
        }
        return page;
      },
    };
    const list = await listResource(expiring, PODS, 'many');
    await client.close();
    expect(list.items).toHaveLength(521);
    expect(pages).toBe(3);
  });

  it('gets bookmarks', async () => {
    const client = clientFor(cluster, account);
    const list = (await client.get('/api/v1/namespaces/shop/pods', new URLSearchParams())) as {
      metadata: { resourceVersion: string };
    };
    const kinds = new Set<string>();
    // The server sends a bookmark before it ends a watch, if anything happened: here, in another namespace.
    for await (const { kind } of watchResource(client, PODS, 'shop', list.metadata.resourceVersion, 6)) {
      if (kind === 'opened') await createPod(cluster, { name: 'far', namespace: 'baseboard', spec: POD });
      kinds.add(kind);
    }
    expect([...kinds]).toEqual(['opened', 'bookmark']);
    await client.close();
  });

  it(
    'is followed over changes and over a restart that forgets them',
    async () => {
      const stop = new AbortController();
      let noted = () => {};
      const followed = followCluster(
        configOf({ server: cluster.server, ca: cluster.ca, namespaces: { include: ['shop'] } }),
        { ...depsFor(cluster, account, stop.signal), onChange: () => noted() },
      );
      const until = async (condition: () => boolean | undefined) => {
        while (!condition()) {
          await new Promise<void>((resolve) => {
            noted = resolve;
          });
        }
      };
      const mentions = (image: string) =>
        followed.listing()?.mentions.find(({ reference }) => reference === image);
      const isComplete = () => followed.listing()?.complete;
      try {
        await until(isComplete);
        const container = { name: 'main', image: 'web:1' };
        await createPod(cluster, {
          ...{ name: 'web', namespace: 'shop', spec: { containers: [container] } },
          status: {
            phase: 'Running',
            containerStatuses: [running('main', 'web:1', imageId('docker.io/library/web', 'w'))],
          },
        });
        await until(() => mentions('web:1')?.kind === 'runs');
        await cluster.send('DELETE', '/api/v1/namespaces/shop/pods/web?gracePeriodSeconds=0');
        await until(() => mentions('web:1') === undefined);

        await cluster.restart();
        await createPod(cluster, {
          name: 'next',
          namespace: 'shop',
          spec: { containers: [{ name: 'main', image: 'next:1' }] },
        });
        await until(() => isComplete() && mentions('next:1') !== undefined);
      } finally {
        stop.abort();
        await followed.ended;
      }
    },
    START_MS,
  );
});
