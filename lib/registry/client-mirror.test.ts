import { expect, test } from 'vitest';
import { createRegistry } from './client.ts';
import { SAMPLE, serveManifest, startTestServer } from './testing/test-server.ts';

test('requests go to the mirror with its prefix, and names stay those of the registry', async () => {
  await using mirror = await startTestServer((request, response) => {
    if (request.headers.authorization === undefined && !request.url.startsWith('/token')) {
      const realm = `http://${request.headers.host}/token`;
      return void response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end();
    }
    if (request.url.startsWith('/token')) return void response.end('{"token":"t"}');
    if (request.url.includes('missing')) return void response.writeHead(404).end();
    serveManifest(request, response);
  });
  const client = createRegistry({
    registries: [{ host: 'docker.io', endpoint: `${mirror.origin}/hub-proxy` }],
  });
  const debian = { registry: 'docker.io', repository: 'library/debian', tag: '12' };
  expect((await client.resolve(debian)).digest).toBe(SAMPLE.digest);
  expect(mirror.requests.map(({ url }) => url)).toEqual([
    '/v2/hub-proxy/library/debian/manifests/12',
    '/token?scope=repository%3Ahub-proxy%2Flibrary%2Fdebian%3Apull',
    '/v2/hub-proxy/library/debian/manifests/12',
  ]);
  await expect(client.resolve({ ...debian, tag: 'missing' })).rejects.toMatchObject({
    host: 'docker.io',
    reference: 'docker.io/library/debian:missing',
  });
  await client.close();
});
