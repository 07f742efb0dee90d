import type { ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { createRegistry } from '../client.ts';
import { image, push } from '../memory/image-builder.ts';
import { createMemoryRegistry } from '../memory/memory-registry.ts';
import { serveMemoryRegistry } from '../memory/serve.ts';
import { against } from '../testing/test-client.ts';
import type { SeenRequest } from '../testing/test-server.ts';

const BODY = '{"errors":[{"code":"NAME_UNKNOWN"}]}';

/** Answers with the status given for a path; with 404 for all others, as if they were hidden. */
const answering =
  (statuses: Readonly<Record<string, number>>) =>
  ({ url }: SeenRequest, response: ServerResponse) =>
    void response.writeHead(statuses[url] ?? 404).end(statuses[url] === 200 ? '{"tags":[]}' : BODY);

const HIDDEN = {
  kind: 'not-visible',
  status: 404,
  problem: 'not found, or not visible without credentials (HTTP 404)',
};

it.each<[string, Record<string, number>, object]>([
  ['requires credentials, and hides the repository', { '/v2/': 401 }, HIDDEN],
  ['answers 404 to everything', {}, HIDDEN],
  ['refuses the ping, and the list of tags too', { '/v2/': 403, '/v2/team/app/tags/list?n=1': 403 }, HIDDEN],
  [
    'requires credentials, and shows this repository’s tags',
    { '/v2/': 401, '/v2/team/app/tags/list?n=1': 200 },
    { kind: 'not-found' },
  ],
  ['requires no credentials', { '/v2/': 200 }, { kind: 'not-found' }],
])('a 404 to an anonymous request by a registry that %s', async (_, statuses, expected) => {
  await against(answering(statuses), async (client, repository) => {
    const digest = digestOf('x');
    await expect(client.resolve({ ...repository, tag: '1' })).rejects.toMatchObject(expected);
    await expect(client.getManifest({ ...repository, digest })).rejects.toMatchObject(expected);
    await expect(client.getBlob({ ...repository, digest })).rejects.toMatchObject(expected);
  });
});

it('is absence where there are credentials, and costs nothing then', async () => {
  await against(answering({ '/v2/': 401 }), async (_, { registry, repository }, seen) => {
    const login = { host: registry, plainHttp: true, username: 'ci', password: 'secret' };
    const client = createRegistry({ registries: [login] });
    const look = client.resolve({ registry, repository, tag: '1' });
    await expect(look).rejects.toMatchObject({ kind: 'not-found' });
    await client.close();
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'HEAD /v2/team/app/manifests/1',
      'GET /v2/team/app/manifests/1',
    ]);
  });
});

it('requests the visibility of a registry and of a repository once, and caches it', async () => {
  await against(answering({ '/v2/': 401 }), async (client, repository, seen) => {
    const tags = ['1', '2', '3', '4'];
    await Promise.allSettled(tags.map((tag) => client.resolve({ ...repository, tag })));
    await Promise.allSettled(tags.map((tag) => client.resolve({ ...repository, tag })));
    const extra = seen.map(({ url }) => url).filter((url) => !url.includes('/manifests/'));
    expect(extra).toEqual(['/v2/', '/v2/team/app/tags/list?n=1']);
  });
});

it('distinguishes a hidden repository from a missing tag of a public one, with tokens', async () => {
  const registry = createMemoryRegistry();
  const auth = { kind: 'token', username: 'ci', password: 'secret', anonymousPull: /^public\// } as const;
  const served = await serveMemoryRegistry({ registry, auth });
  await push(registry, `${served.host}/public/base:1`, image().layer('os', []));
  const client = createRegistry({ registries: [{ host: served.host, plainHttp: true }] });
  const look = (repository: string) => client.resolve({ registry: served.host, repository, tag: 'gone' });
  await expect(look('public/base')).rejects.toMatchObject({ kind: 'not-found' });
  await expect(look('private/base')).rejects.toMatchObject({ kind: 'not-visible' });
  await client.close();
  await served.close();
});
