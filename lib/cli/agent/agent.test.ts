import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import { imageId, podObject } from '#lib/sources/clusters/testing.ts';
import { clusterApi, createLiveCluster, sendStatus } from '#lib/sources/clusters/testing-api.ts';
import { type Mention, mentionSchema } from '#lib/sources/mention.ts';
import { json } from '#lib/sources/testing.ts';
import { baseboard, type RunOptions } from '../testing.ts';

interface Picture {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly sequence: number;
  readonly mentions: readonly Mention[];
  readonly every?: string;
}

/** The receiving side by its contract: gzip, full pictures, and 409 for an older sequence. */
async function startReceiver(answer: (picture: Picture, response: ServerResponse) => boolean = () => false) {
  const pictures: Picture[] = [];
  let newest = 0;
  let posted = () => {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    expect(request.headers['content-encoding']).toBe('gzip');
    const body = JSON.parse(gunzipSync(Buffer.concat(chunks)).toString());
    const picture = { path: request.url ?? '', authorization: request.headers.authorization, ...body };
    if (answer(picture, response)) return;
    if (picture.sequence < newest) return json(response, { code: 'conflict', detail: 'older' }, {}, 409);
    newest = picture.sequence;
    pictures.push(picture);
    json(response, { id: 'x' });
    posted();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    pictures,
    setNewest: (sequence: number) => {
      newest = sequence;
    },
    /** Waits for the picture with this number, from 0. */
    async picture(index: number): Promise<Picture> {
      for (;;) {
        const found = pictures[index];
        if (found) return found;
        await new Promise<void>((resolve) => {
          posted = resolve;
        });
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const kubeconfig = (server: string) =>
  JSON.stringify({
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token: 'of-cluster' } }],
  });

const KEY = 'a key of more than sixteen characters';

/** Runs the agent against a cluster and a receiver. */
function run(cluster: string, receiver: string, args: readonly string[], options: RunOptions = {}) {
  const files = { kubeconfig: kubeconfig(cluster), token: 'of-server\n', key: KEY, short: 'short' };
  const all = ['agent', '--server', `${receiver}/base/`, '--source', 'abc-1', '--cluster', 'prod'];
  return baseboard([...all, '--kubeconfig', 'kubeconfig', '--token-file', 'token', ...args], {
    files,
    ...options,
  });
}

const pods = [
  podObject({ containers: { api: { image: 'api:1', imageID: imageId('docker.io/library/api', 'x') } } }),
];

describe('--once', () => {
  test('posts the whole picture', async () => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    await using receiver = await startReceiver();
    const now = new Date('2026-12-01T00:00:00Z');
    const { code, out, err } = await run(cluster.origin, receiver.origin, ['--once'], { now });
    expect([code, err]).toEqual([0, '']);
    expect(out).toBe(`2026-12-01T00:00:00.000Z posted 1 mention of prod, sequence ${now.getTime()}\n`);
    expect(receiver.pictures).toMatchObject([
      {
        ...{
          path: '/base/api/v1/sources/abc-1/mentions',
          authorization: 'Bearer of-server',
          sequence: now.getTime(),
        },
        mentions: [
          {
            reference: 'api:1',
            kind: 'runs',
            place: { cluster: 'prod', namespace: 'shop', workload: 'pod/api-1', pods: 1 },
          },
        ],
      },
    ]);
    for (const mention of receiver.pictures[0]?.mentions ?? [])
      expect(mentionSchema.parse(mention)).toEqual(mention);
  });

  test.each([
    [['--once'], undefined],
    [['--once', '--every', '1h'], '3600s'],
  ])('with %j, says that the next picture comes within %s', async (args, every) => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    await using receiver = await startReceiver();
    await run(cluster.origin, receiver.origin, args);
    expect(receiver.pictures[0]?.every).toBe(every);
  });

  test('posts nothing of a cluster that cannot be read completely', async () => {
    await using cluster = await startTestServer(
      clusterApi({ pods }, (_, { pathname }, response) => {
        if (!pathname.endsWith('/jobs')) return false;
        sendStatus(response, 403);
        return true;
      }),
    );
    await using receiver = await startReceiver();
    const { code, err } = await run(cluster.origin, receiver.origin, ['--once']);
    expect([code, receiver.pictures]).toEqual([3, []]);
    expect(err).toContain('the account may not list jobs in all namespaces');
    expect(err).toContain('nothing was posted');
  });

  test('hides namespaces by a keyed hash', async () => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    await using receiver = await startReceiver();
    await run(cluster.origin, receiver.origin, ['--once', '--hash-namespaces', 'key']);
    const [{ mentions = [] } = {}] = receiver.pictures;
    expect(mentions[0]?.place.namespace).toMatch(/^ns-[0-9a-f]{16}$/);
    expect(JSON.stringify(mentions)).not.toContain('shop');
  });

  test('overtakes a newer picture', async () => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    await using receiver = await startReceiver();
    const now = new Date('2026-12-01T00:00:00Z');
    receiver.setNewest(now.getTime() + 3_600_000);
    const { code } = await run(cluster.origin, receiver.origin, ['--once'], { now });
    expect(code).toBe(0);
    expect(receiver.pictures[0]?.sequence).toBeGreaterThan(now.getTime() + 3_600_000);
  });

  test('tries again if the server is in trouble', async () => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    let failures = 1;
    await using receiver = await startReceiver((_, response) => {
      if (failures-- <= 0) return false;
      json(response, {}, {}, 503);
      return true;
    });
    expect((await run(cluster.origin, receiver.origin, ['--once'])).code).toBe(0);
  });

  test.each([
    [401, 'Log in first'],
    [404, 'There is no such source'],
    [413, 'The body is too large'],
  ])('gives up on %i, and says why', async (status, detail) => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    await using receiver = await startReceiver((_, response) => {
      json(response, { code: 'x', detail: `${detail}.` }, {}, status);
      return true;
    });
    const { code, err } = await run(cluster.origin, receiver.origin, ['--once']);
    expect(code).toBe(3);
    expect(err).toMatch(
      new RegExp(`the picture was not posted: 127\\.0\\.0\\.1:\\d+ answered ${status}: ${detail}`),
    );
  });

  test('sends its token to no other host', async () => {
    await using cluster = await startTestServer(clusterApi({ pods }));
    await using other = await startTestServer((_, response) => json(response, {}));
    await using receiver = await startReceiver((_, response) => {
      response.writeHead(307, { location: other.origin }).end();
      return true;
    });
    const stop = new AbortController();
    const running = run(cluster.origin, receiver.origin, ['--once', '--timeout', '1s'], {
      stop: stop.signal,
    });
    expect((await running).code).toBe(3);
    expect(other.requests).toEqual([]);
  });
});

test('follows the cluster, and posts each change once', async () => {
  const live = createLiveCluster({ pods });
  await using cluster = await startTestServer(live.handler);
  await using receiver = await startReceiver();
  const stop = new AbortController();
  const options = { stop: stop.signal, times: { quietMs: 20, longestMs: 100 } };
  const running = run(cluster.origin, receiver.origin, [], options);
  const references = ({ mentions }: Picture) => mentions.map(({ reference }) => reference);
  const first = await receiver.picture(0);
  expect([references(first), first.every]).toEqual([['api:1'], '600s']);

  live.change('ADDED', 'pods', podObject({ name: 'web', containers: { web: { image: 'web:2' } } }));
  const second = await receiver.picture(1);
  expect(references(second)).toEqual(['api:1', 'web:2']);
  // A change that mentions nothing else posts nothing.
  live.change(
    'MODIFIED',
    'pods',
    podObject({ name: 'web', node: 'n1', containers: { web: { image: 'web:2' } } }),
  );
  live.change('ADDED', 'nodes', { metadata: { name: 'n2', uid: 'node-n2' } } as never);
  live.change('DELETED', 'pods', podObject({ name: 'web' }));
  const third = await receiver.picture(2);
  expect(references(third)).toEqual(['api:1']);
  expect(third.sequence).toBeGreaterThan(second.sequence);
  stop.abort();
  const { code, err } = await running;
  expect([code, err]).toEqual([0, '']);
});

test('posts nothing while a right is missing, and says so once', async () => {
  const live = createLiveCluster({ pods });
  await using cluster = await startTestServer((request, response) => {
    if (request.url.includes('/cronjobs')) return sendStatus(response, 403);
    live.handler(request, response);
  });
  await using receiver = await startReceiver();
  const stop = new AbortController();
  let told = () => {};
  const isTold = new Promise<void>((resolve) => {
    told = resolve;
  });
  const running = run(cluster.origin, receiver.origin, [], {
    stop: stop.signal,
    times: { quietMs: 1, longestMs: 10 },
    onErr: (text) => text.includes('nothing is posted') && told(),
  });
  await isTold;
  live.change('ADDED', 'pods', podObject({ name: 'web' }));
  stop.abort();
  const { code, err } = await running;
  expect(code).toBe(0);
  expect(receiver.pictures).toEqual([]);
  expect(err.match(/may not list cronjobs/g)).toHaveLength(1);
});

describe('arguments', () => {
  test.each<[string[], string]>([
    [[], 'no --server given'],
    [['--server', 'ftp://x'], '--source must be the id'],
    [['--server', 'ftp://x', '--source', 'a', '--cluster', 'b'], '--server must be the address'],
    [['--server', 'https://x', '--source', 'a'], 'no --cluster given'],
    [['--server', 'https://x', '--source', 'a', '--cluster', 'b/c'], '--cluster: expected a name of letters'],
    [
      ['--server', 'https://x', '--source', 'a', '--cluster', 'b', '--namespace', 'A'],
      '--namespace: expected a namespace',
    ],
    [
      ['--server', 'https://x', '--source', 'a', '--cluster', 'b', '--context', 'c'],
      '--context: expected nothing',
    ],
    [['--server', 'https://x', '--source', 'a', '--cluster', 'b', '--every', '5s'], '--every must be'],
    [
      ['--server', 'https://x', '--source', 'a', '--cluster', 'b', '--hash-namespaces', 'short'],
      'at least 16 characters',
    ],
    [['--server', 'https://x', '--source', 'a', '--cluster', 'b'], 'does not run in a pod'],
    [['extra'], 'unknown argument "extra"'],
  ])('%j', async (args, message) => {
    const { code, err, out } = await baseboard(['agent', ...args], { files: { short: 'short' } });
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain(message);
  });

  test('help names every option', async () => {
    const { code, out } = await baseboard(['agent', '--help']);
    expect(code).toBe(0);
    const options =
      '--server --source --token-file --cluster --kubeconfig --context --namespace --exclude-namespace --hash-namespaces --once --every --timeout';
    for (const option of options.split(' ')) {
      expect(out).toContain(option);
    }
  });
});
