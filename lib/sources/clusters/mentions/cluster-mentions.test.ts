import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { mentionSchema } from '../../mention.ts';
import { nodeFrom } from '../objects/node.ts';
import { podFrom } from '../objects/pod.ts';
import { cronJobFrom, workloadFrom } from '../objects/workload.ts';
import { imageId, nodeObject, type PodOf, podObject, workloadObject } from '../testing.ts';
import { clusterMentions } from './cluster-mentions.ts';

const API = 'ghcr.io/acme/api:1';
const deployment = (image = API) =>
  workloadFrom('deployment').parse(workloadObject('Deployment', 'api', { api: image }));
const replicaSet = (image = API, name = 'api-5d') =>
  workloadFrom('replicaset').parse(
    workloadObject('ReplicaSet', name, { api: image }, { owner: { kind: 'Deployment', name: 'api' } }),
  );
const ofReplicaSet = { kind: 'ReplicaSet', name: 'api-5d' };
const running = (build: string) => ({ api: { image: API, imageID: imageId('ghcr.io/acme/api', build) } });

const mentionsOf = (
  pods: readonly PodOf[],
  workloads: Parameters<typeof clusterMentions>[1]['workloads'] = [],
  nodes: readonly ReturnType<typeof nodeObject>[] = [],
) =>
  clusterMentions('prod', {
    pods: pods.map((pod) => podFrom.parse(podObject(pod))),
    workloads,
    nodes: nodes.map((node) => nodeFrom.parse(node)),
  });

test('pods of one deployment are one mention for each build and platform, with their number', () => {
  const mentions = mentionsOf(
    [
      { name: 'a', owner: ofReplicaSet, node: 'n1', containers: running('new') },
      { name: 'b', owner: ofReplicaSet, node: 'n1', containers: running('new') },
      { name: 'c', owner: ofReplicaSet, node: 'n2', containers: running('new') },
      { name: 'd', owner: ofReplicaSet, node: 'n1', containers: running('old') },
    ],
    [deployment(), replicaSet()],
    [nodeObject('n1', 'amd64'), nodeObject('n2', 'arm64')],
  );
  const place = { cluster: 'prod', namespace: 'shop', workload: 'deployment/api', container: 'api' };
  expect(mentions).toHaveLength(3);
  expect(mentions).toEqual(
    expect.arrayContaining([
      {
        reference: API,
        digest: digestOf('new'),
        kind: 'runs',
        place: { ...place, platform: 'linux/amd64', pods: 2 },
      },
      {
        reference: API,
        digest: digestOf('new'),
        kind: 'runs',
        place: { ...place, platform: 'linux/arm64', pods: 1 },
      },
      {
        reference: API,
        digest: digestOf('old'),
        kind: 'runs',
        place: { ...place, platform: 'linux/amd64', pods: 1 },
      },
    ]),
  );
});

/** Mentions as `kind container role digest`. */
const shortly = (mentions: ReturnType<typeof clusterMentions>) =>
  mentions.map(({ kind, reference, place: { workload, container, role, pods } }) =>
    [kind, workload, container, role, reference, pods].filter((part) => part !== undefined).join(' '),
  );

test('init containers, sidecars, debugging containers and image volumes are mentioned', () => {
  const pod: PodOf = {
    name: 'api',
    init: {
      migrate: {
        image: 'migrate:1',
        state: 'terminated',
        imageID: imageId('docker.io/library/migrate', 'm'),
      },
      proxy: { image: 'proxy:1', restartPolicy: 'Always' },
    },
    ephemeral: { debugger: { image: 'busybox:1' } },
    volumes: { model: 'models/llm:3' },
  };
  expect(shortly(mentionsOf([pod]))).toEqual([
    'runs pod/api api ghcr.io/acme/api:1 1',
    'runs pod/api debugger ephemeral busybox:1 1',
    'runs pod/api migrate init migrate:1 1',
    'runs pod/api model volume models/llm:3 1',
    'runs pod/api proxy sidecar proxy:1 1',
  ]);
});

describe('what does not run', () => {
  test('a container that waits is declared, even if it ran before', () => {
    const crashes = {
      api: { image: API, state: 'waiting', imageID: imageId('ghcr.io/acme/api', 'x') },
    } as const;
    expect(shortly(mentionsOf([{ name: 'api', containers: crashes }]))).toEqual([
      'declared pod/api api ghcr.io/acme/api:1',
    ]);
  });

  test('pods that are being deleted or have ended say nothing', () => {
    const pods = [{ deleting: true }, { phase: 'Succeeded' }, { phase: 'Failed' }];
    expect(mentionsOf(pods)).toEqual([]);
  });

  test('a template without a pod is declared, and so is the new one in a rollout', () => {
    const cron = cronJobFrom.parse(workloadObject('CronJob', 'nightly', { report: 'report:2' }));
    const job = workloadFrom('job').parse(
      workloadObject(
        'Job',
        'nightly-1',
        { report: 'report:1' },
        { owner: { kind: 'CronJob', name: 'nightly' } },
      ),
    );
    const next = 'ghcr.io/acme/api:2';
    const pods: PodOf[] = [
      { owner: ofReplicaSet, containers: running('old') },
      {
        owner: { kind: 'ReplicaSet', name: 'api-6e' },
        containers: { api: { image: next, state: 'waiting' } },
      },
    ];
    const workloads = [deployment(next), replicaSet(), replicaSet(next, 'api-6e'), cron, job];
    expect(shortly(mentionsOf(pods, workloads))).toEqual([
      'declared cronjob/nightly report report:2',
      'runs deployment/api api ghcr.io/acme/api:1 1',
      'declared deployment/api api ghcr.io/acme/api:2',
    ]);
  });

  test('a job that has ended makes no more pods', () => {
    const once = workloadFrom('job').parse(workloadObject('Job', 'once', { a: 'a:1' }, { finished: true }));
    expect(mentionsOf([], [once])).toEqual([]);
  });

  test('entries without an image mention nothing', () => {
    expect(
      mentionsOf([{ containers: { a: {}, b: { image: ' ' }, c: { image: 'x'.repeat(1025) } } }]),
    ).toEqual([]);
  });
});

describe('owners', () => {
  test.each([
    ['an owner that was not read', { kind: 'ReplicaSet', name: 'api-5d' }, 'replicaset/api-5d'],
    ['a custom resource', { kind: 'Rollout', name: 'api' }, 'rollout/api'],
    ['the node of a static pod', { kind: 'Node', name: 'n1' }, 'pod/api-1'],
  ])('%s', (_, owner, workload) => {
    expect(mentionsOf([{ owner }])[0]?.place.workload).toBe(workload);
  });

  test('a template of an operator has the operator’s resource as its workload', () => {
    const set = workloadFrom('statefulset').parse(
      workloadObject(
        'StatefulSet',
        'prometheus-k8s',
        { prom: 'prom:3' },
        { owner: { kind: 'Prometheus', name: 'k8s' } },
      ),
    );
    const owner = { kind: 'StatefulSet', name: 'prometheus-k8s' };
    const waits = { prom: { image: 'prom:3', state: 'waiting' } } as const;
    const expected = ['declared prometheus/k8s prom prom:3'];
    expect(shortly(mentionsOf([], [set]))).toEqual(expected);
    expect(shortly(mentionsOf([{ owner, containers: waits }], [set]))).toEqual(expected);
    expect(shortly(mentionsOf([{ owner, containers: { prom: { image: 'prom:3' } } }], [set]))).toEqual([
      'runs prometheus/k8s prom prom:3 1',
    ]);
  });

  test('a cycle ends', () => {
    const cycle = workloadFrom('replicaset').parse(
      workloadObject('ReplicaSet', 'a', { api: API }, { owner: { kind: 'ReplicaSet', name: 'a' } }),
    );
    expect(mentionsOf([{ owner: { kind: 'ReplicaSet', name: 'a' } }], [cycle])[0]?.place.workload).toBe(
      'replicaset/a',
    );
  });
});

describe('image IDs', () => {
  const digest = digestOf('x');
  test.each<[string, string, object]>([
    ['an index or a manifest', `ghcr.io/acme/api@${digest}`, { digest }],
    ['of dockershim', `docker-pullable://ghcr.io/acme/api@${digest}`, { digest }],
    ['a mirror', `mirror.corp:5000/acme/api@${digest}`, { digest, pulledFrom: 'mirror.corp:5000/acme/api' }],
    ['a config', digest, { digest, digestOf: 'config' }],
    ['a config of dockershim', `docker://${digest}`, { digest, digestOf: 'config' }],
    ['nothing', '', {}],
    ['no digest', 'ghcr.io/acme/api:1', {}],
    ['a short digest', 'ghcr.io/acme/api@sha256:12', {}],
  ])('%s', (_, imageID, expected) => {
    const [mention] = mentionsOf([{ containers: { api: { image: API, imageID } } }]);
    const { digest: found, place } = mention ?? { place: {} };
    const { pulledFrom, digestOf: of } = place as Record<string, string>;
    expect(JSON.parse(JSON.stringify({ digest: found, pulledFrom, digestOf: of }))).toEqual(expected);
  });

  test('short names are the same repository', () => {
    const containers = { web: { image: 'nginx', imageID: imageId('docker.io/library/nginx', 'x') } };
    expect(mentionsOf([{ containers }])[0]?.place).not.toHaveProperty('pulledFrom');
  });
});

const state = fc.constantFrom('running', 'waiting', 'terminated' as const);
const container = fc.record({
  image: fc.constantFrom('a:1', 'a:2', 'b:1'),
  state,
  imageID: fc.constantFrom('', imageId('a', 'x'), imageId('a', 'y'), digestOf('z')),
});
const pod = fc.record({
  name: fc.constantFrom('p1', 'p2', 'p3'),
  namespace: fc.constantFrom('shop', 'ops'),
  phase: fc.constantFrom('Running', 'Pending', 'Succeeded'),
  deleting: fc.boolean(),
  containers: fc.dictionary(fc.constantFrom('c1', 'c2'), container),
});

test('mentions are valid, counted once for each pod, and independent of the order of the lists', () => {
  fc.assert(
    fc.property(fc.array(pod, { maxLength: 8 }), (pods) => {
      const mentions = mentionsOf(pods as PodOf[]);
      expect(mentionsOf([...(pods as PodOf[])].reverse())).toEqual(mentions);
      for (const mention of mentions) expect(mentionSchema.safeParse(mention).error).toBeUndefined();
      const live = (pods as PodOf[]).filter(({ deleting, phase }) => !deleting && phase !== 'Succeeded');
      const started = live.flatMap(({ containers = {} }) =>
        Object.values(containers).filter((each) => each.state === 'running'),
      );
      const counted = mentions
        .filter(({ kind }) => kind === 'runs')
        .reduce((sum, { place }) => sum + Number(place.pods), 0);
      expect(counted).toBe(started.length);
      expect(new Set(mentions.map((each) => JSON.stringify(each))).size).toBe(mentions.length);
    }),
    { numRuns: 200 },
  );
});
