import { describe, expect, test } from 'vitest';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { json } from '../testing.ts';
import { clusterSourceSchema, type KubernetesConfig } from './cluster-source.ts';
import { type ReadClusterDeps, readCluster } from './read-cluster.ts';
import { nodeObject, podObject, workloadObject } from './testing.ts';
import { clusterApi, depsFor, type Fault, sendStatus } from './testing-api.ts';

function configOf(config: object): KubernetesConfig {
  return clusterSourceSchema.parse({ name: 'x', kind: 'kubernetes', config }).config as KubernetesConfig;
}

async function read(handler: Handler, config: object = {}, more: Partial<ReadClusterDeps> = {}) {
  await using server = await startTestServer(handler);
  const listing = await readCluster(
    configOf({ cluster: 'prod', server: server.origin, ...config }),
    depsFor(server.host, more),
  );
  return { ...listing, sent: server.requests, host: server.host };
}

const names = ({ mentions }: { mentions: readonly { kind: string; reference: string }[] }) =>
  mentions.map(({ kind, reference }) => `${kind} ${reference}`);

const OBJECTS = {
  pods: [podObject({ owner: { kind: 'ReplicaSet', name: 'api-5d' }, node: 'n1' })],
  replicasets: [
    workloadObject(
      'ReplicaSet',
      'api-5d',
      { api: 'ghcr.io/acme/api:1' },
      { owner: { kind: 'Deployment', name: 'api' } },
    ),
  ],
  deployments: [workloadObject('Deployment', 'api', { api: 'ghcr.io/acme/api:1' })],
  cronjobs: [workloadObject('CronJob', 'nightly', { report: 'report:1' }, { namespace: 'ops' })],
  nodes: [nodeObject('n1', 'arm64')],
};

test('reads pods, what makes them, and the platforms of nodes', async () => {
  const { complete, mentions, problems, requests, sent } = await read(clusterApi(OBJECTS));
  expect({ complete, problems, requests }).toEqual({ complete: true, problems: [], requests: 8 });
  const place = { cluster: 'prod', container: 'api', platform: 'linux/arm64', pods: 1 };
  expect(mentions).toEqual([
    {
      reference: 'report:1',
      kind: 'declared',
      place: expect.objectContaining({ workload: 'cronjob/nightly' }),
    },
    {
      reference: 'ghcr.io/acme/api:1',
      kind: 'runs',
      place: { ...place, namespace: 'shop', workload: 'deployment/api' },
    },
  ]);
  for (const { headers, method } of sent) {
    expect([method, headers.authorization]).toEqual(['GET', 'Bearer secret']);
  }
  expect(sent.map(({ url }) => url).join(' ')).not.toContain('secrets');
});

test('reads long lists page by page', async () => {
  const pods = Array.from({ length: 1201 }, (_, n) => podObject({ name: `p${n}` }));
  const { complete, mentions, sent } = await read(clusterApi({ pods }));
  expect([complete, mentions.length]).toEqual([true, 1201]);
  expect(sent.filter(({ url }) => url.includes('/pods')).map(({ url }) => url)).toEqual([
    '/api/v1/pods?limit=500',
    '/api/v1/pods?limit=500&continue=500',
    '/api/v1/pods?limit=500&continue=1000',
  ]);
});

describe('a list that expires between two pages', () => {
  const pods = Array.from({ length: 700 }, (_, n) => podObject({ name: `p${n}` }));
  const expires = (times: number): Fault => {
    let left = times;
    return (_, url, response) => {
      if (!url.searchParams.has('continue') || left-- <= 0) return false;
      sendStatus(response, 410);
      return true;
    };
  };

  test('is read anew', async () => {
    const { complete, mentions } = await read(clusterApi({ pods }, expires(1)));
    expect([complete, mentions.length]).toEqual([true, 700]);
  });

  test('once', async () => {
    const { complete, mentions, problems } = await read(clusterApi({ pods }, expires(2)));
    expect([complete, mentions]).toEqual([false, []]);
    expect(problems).toMatchObject([{ code: 'shorter-than-announced' }]);
  });
});

describe('namespaces', () => {
  test('by name are listed one by one, so that a Role is enough', async () => {
    const { mentions, sent } = await read(clusterApi(OBJECTS), {
      namespaces: { include: ['ops', 'shop'], exclude: ['shop'] },
    });
    expect(mentions.map(({ reference }) => reference)).toEqual(['report:1']);
    expect(sent.map(({ url }) => url)).toContain('/api/v1/namespaces/ops/pods?limit=500');
    expect(sent.some(({ url }) => url.includes('/shop/'))).toBe(false);
  });

  test('by pattern are chosen from the whole cluster', async () => {
    const { mentions, sent } = await read(clusterApi(OBJECTS), { namespaces: { exclude: ['sh*'] } });
    expect(mentions.map(({ reference }) => reference)).toEqual(['report:1']);
    expect(sent[0]?.url).toBe('/api/v1/pods?limit=500');
  });
});

describe('what cannot be read', () => {
  const forbid =
    (resource: string): Fault =>
    (_, url, response) => {
      if (!url.pathname.endsWith(`/${resource}`)) return false;
      sendStatus(response, 403);
      return true;
    };

  test('names the missing right, and reads the rest', async () => {
    const listing = await read(clusterApi(OBJECTS, forbid('pods')));
    expect(listing.complete).toBe(false);
    expect(names(listing)).toEqual(['declared report:1', 'declared ghcr.io/acme/api:1']);
    expect(listing.problems).toEqual([
      {
        ...{ code: 'missing-right', right: 'list pods' },
        message: `${listing.host}: the account may not list pods in all namespaces: add list for pods to its ClusterRole`,
      },
    ]);
  });

  test('names the namespace', async () => {
    const { problems } = await read(clusterApi(OBJECTS, forbid('jobs')), {
      namespaces: { include: ['ops'] },
    });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'the account may not list jobs in namespace ops: add list for jobs.batch to its Role there, or to its ClusterRole',
      ),
    ]);
  });

  test('nodes are not needed', async () => {
    const { complete, mentions } = await read(clusterApi(OBJECTS, forbid('nodes')));
    expect(complete).toBe(true);
    expect(mentions[1]?.place).not.toHaveProperty('platform');
  });

  test('a login that is not accepted stops the listing', async () => {
    const { problems, requests } = await read((_, response) => sendStatus(response, 401));
    expect(requests).toBe(1);
    expect(problems).toMatchObject([
      { code: 'missing-right', message: expect.stringContaining('not accepted (401)') },
    ]);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  test('a token file that has vanished is a problem', async () => {
    const files: Record<string, string> = {
      k: '{ current-context: c, contexts: [{ name: c, context: { cluster: c, user: u } }], clusters: [{ name: c, cluster: { server: "https://k8s.corp" } }], users: [{ name: u, user: { tokenFile: gone } }] }',
    };
    const readFile = (path: string) => {
      const text = files[path];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    };
    const listing = await readCluster(
      configOf({ cluster: 'p', kubeconfig: 'k' }),
      depsFor('x', { readFile }),
    );
    expect(listing).toMatchObject({ complete: false, requests: 0, problems: [{ code: 'missing-right' }] });
    expect(listing.problems[0]?.message).toContain('the token file gone cannot be read');
  });

  test('requests to a failing server are repeated, and those to an overloaded one end soon', async () => {
    let failures = 2;
    const recovers: Fault = (_, __, response) => {
      if (failures-- <= 0) return false;
      sendStatus(response, 503);
      return true;
    };
    expect(await read(clusterApi(OBJECTS, recovers))).toMatchObject({ complete: true, requests: 10 });
    const { problems, requests } = await read((_, response) =>
      sendStatus(response, 429, { 'retry-after': '600' }),
    );
    expect([requests, problems]).toMatchObject([1, [{ code: 'rate-limited', retryAfter: 600 }]]);
  });

  test.each<[string, Handler, string]>([
    ['no JSON', (_, response) => response.end('<html>'), 'the answer is not JSON'],
    ['another document', (_, response) => json(response, { items: [] }), 'the answer is refused'],
    [
      'a pod without a spec',
      clusterApi({ pods: [{ metadata: { name: 'a', uid: 'a' } }] }),
      'the answer is refused',
    ],
    [
      'a page that leads back',
      (_, response) => json(response, { metadata: { continue: 'x' }, items: [] }),
      'leads back to an earlier one',
    ],
    [
      'a redirect',
      (_, response) => {
        response.writeHead(302, { location: 'http://169.254.169.254/' });
        response.end();
      },
      'the server answered 302',
    ],
  ])('%s is a problem, not a shorter list', async (_, handler, message) => {
    const { complete, problems } = await read(handler);
    expect(complete).toBe(false);
    expect(problems[0]).toMatchObject({ code: 'invalid-answer', message: expect.stringContaining(message) });
  });

  test('stops at its budget', async () => {
    const { problems, requests } = await read(clusterApi(OBJECTS), {}, { budget: 3 });
    expect(requests).toBe(3);
    expect(problems).toMatchObject([
      { code: 'budget', message: expect.stringContaining('after 3 requests') },
    ]);
  });

  test('a private address that nobody listed gets nothing', async () => {
    const { problems, sent } = await read(clusterApi(OBJECTS), {}, { listedHosts: [] });
    expect(problems).toMatchObject([{ code: 'refused-address' }]);
    expect(sent).toEqual([]);
  });
});

describe('settings', () => {
  test.each<[object, string]>([
    [{}, 'one of server, kubeconfig and inCluster'],
    [{ server: 'https://k8s.corp', inCluster: true }, 'one of server, kubeconfig and inCluster'],
    [{ server: 'k8s.corp' }, 'the address of the API'],
    [{ server: 'https://u:p@k8s.corp' }, 'the address of the API'],
    [{ inCluster: true, ca: 'x' }, 'certificates in PEM'],
    [{ server: 'https://k8s.corp', context: 'prod' }, 'it goes with kubeconfig'],
    [{ inCluster: true, namespaces: { include: ['Team/*'] } }, 'a namespace, or a pattern'],
  ])('%j', (config, message) => {
    const parsed = clusterSourceSchema.safeParse({
      name: 'x',
      kind: 'kubernetes',
      config: { cluster: 'prod', ...config },
    });
    expect(parsed.error?.issues.map((issue) => issue.message).join('; ')).toContain(message);
  });
});
