import { describe, expect, test } from 'vitest';
import { createRegistry } from '../../client.ts';
import type { RegistrySettings } from '../../settings.ts';
import { createRequestCounter } from '../../testing/request-counter.ts';
import {
  type Handler,
  type SeenRequest,
  serveManifest,
  startTestServer,
  type TestServer,
} from '../../testing/test-server.ts';
import type { Credential } from './credential.ts';

/** A registry that wants a Bearer token from its own `/token`, which `issue` answers. */
function tokenRegistry(
  issue: (request: SeenRequest, count: number) => { status: number; body?: unknown },
  accepts: (authorization: string | undefined) => boolean = (given) => /^Bearer t\d+$/.test(given ?? ''),
): Handler {
  let issued = 0;
  return (request, response) => {
    if (request.url.startsWith('/token')) {
      const { status, body } = issue(request, ++issued);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    } else if (accepts(request.headers.authorization)) {
      serveManifest(request, response);
    } else {
      const realm = `http://${request.headers.host}/token?account=kept`;
      const name = /^\/v2\/(.+)\/manifests\//.exec(request.url)?.[1];
      const scope = `repository:${name}:pull`;
      response.writeHead(401, {
        'www-authenticate': [`Basic realm="b"`, `Bearer realm="${realm}",service="reg",scope="${scope}"`],
      });
      response.end('{"errors":[{"code":"UNAUTHORIZED","message":"UPSTREAM"}]}');
    }
  };
}

function clientOf(server: TestServer, more: Partial<RegistrySettings> = {}, credential?: Credential) {
  const counter = createRequestCounter();
  const client = createRegistry(
    { registries: [{ host: server.host, plainHttp: true, ...more }], retries: 0, deadlineMs: 5000 },
    { observe: counter.observe, ...(credential ? { credential: async () => credential } : {}) },
  );
  const resolve = (repository: string, tag = '1') =>
    client.resolve({ registry: server.host, repository, tag });
  return { client, counter, resolve };
}

const tokensOf = (server: TestServer) => server.requests.filter(({ url }) => url.startsWith('/token'));

describe('Bearer', () => {
  test('an anonymous token is fetched once for all who wait, and kept per repository', async () => {
    await using server = await startTestServer(
      tokenRegistry((_, count) => ({ status: 200, body: { token: `t${count}`, expires_in: 300 } })),
    );
    const { client, counter, resolve } = clientOf(server);
    await Promise.all([1, 2, 3, 4, 5].map((tag) => resolve('team/app', `${tag}`)));
    expect(counter.count({ kind: 'token' })).toBe(1);
    counter.reset();
    await resolve('team/app');
    expect(counter.summary()).toEqual({ 'HEAD manifest': 1 });
    counter.reset();
    // The challenge is known now: another repository costs a token, and no 401.
    await resolve('team/other');
    expect(counter.summary()).toEqual({ 'GET token': 1, 'HEAD manifest': 1 });
    const [first] = tokensOf(server);
    expect(first?.url).toBe('/token?account=kept&service=reg&scope=repository%3Ateam%2Fapp%3Apull');
    expect(first?.headers.authorization).toBeUndefined();
    await client.close();
  });

  test('a token that expires mid-run is renewed', async () => {
    let valid = 't1';
    await using server = await startTestServer(
      tokenRegistry(
        (_, count) => ({ status: 200, body: { access_token: `t${count}` } }),
        (given) => given === `Bearer ${valid}`,
      ),
    );
    const { client, counter, resolve } = clientOf(server);
    await resolve('a');
    valid = 't2';
    await resolve('a');
    expect(counter.count({ kind: 'token' })).toBe(2);
    await client.close();
  });

  test('a token that has expired is requested again', async () => {
    await using server = await startTestServer(
      tokenRegistry((_, count) => ({ status: 200, body: { token: `t${count}`, expires_in: 0 } })),
    );
    const { client, counter, resolve } = clientOf(server);
    await resolve('a');
    await resolve('a');
    expect(counter.count({ kind: 'token' })).toBe(2);
    await client.close();
  });

  test('a password goes to the token server by GET, and not to the registry', async () => {
    await using server = await startTestServer(
      tokenRegistry((request) => ({
        status: request.headers.authorization ? 200 : 401,
        body: { token: 't1' },
      })),
    );
    const { client, resolve } = clientOf(server, { username: 'alice', password: 'pass:word' });
    await resolve('a');
    const basic = `Basic ${Buffer.from('alice:pass:word').toString('base64')}`;
    expect(tokensOf(server)[0]?.headers.authorization).toBe(basic);
    const others = server.requests.filter(({ url }) => !url.startsWith('/token'));
    expect(others.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer t1']);
    await client.close();
  });

  test('a password goes by POST where GET is not there', async () => {
    await using server = await startTestServer(
      tokenRegistry(({ method }) => ({ status: method === 'POST' ? 200 : 405, body: { token: 't1' } })),
    );
    const { client, resolve } = clientOf(server, { username: 'alice', password: 'pw' });
    await resolve('a');
    expect(Object.fromEntries(new URLSearchParams(tokensOf(server)[1]?.body))).toEqual({
      client_id: 'baseboard',
      grant_type: 'password',
      scope: 'repository:a:pull',
      service: 'reg',
      username: 'alice',
      password: 'pw',
    });
    await client.close();
  });

  test.each([
    ['POST', 200, ['POST']],
    ['GET where POST is not there', 404, ['POST', 'GET']],
  ])('an identity token goes by %s', async (_, status, methods) => {
    await using server = await startTestServer(
      tokenRegistry(({ method }) => ({
        status: method === 'POST' ? status : 200,
        body: { access_token: 't1' },
      })),
    );
    const { client, resolve } = clientOf(server, {}, { type: 'identity-token', token: 'refresh-me' });
    await resolve('a');
    expect(tokensOf(server).map(({ method }) => method)).toEqual(methods);
    expect(new URLSearchParams(tokensOf(server)[0]?.body).get('refresh_token')).toBe('refresh-me');
    await client.close();
  });

  test('a ready-made token is shown as it is', async () => {
    await using server = await startTestServer(tokenRegistry(() => ({ status: 500 })));
    const { client, counter, resolve } = clientOf(server, {}, { type: 'registry-token', token: 't7' });
    await resolve('a');
    expect(counter.count({ kind: 'token' })).toBe(0);
    await client.close();
  });

  test('a mount requests both repositories, the target first', async () => {
    await using server = await startTestServer((request, response) => {
      if (request.url.startsWith('/token')) return void response.end('{"token":"t1"}');
      if (request.headers.authorization) return void response.writeHead(201).end();
      response
        .writeHead(401, { 'www-authenticate': `Bearer realm="http://${request.headers.host}/token"` })
        .end();
    });
    const { client } = clientOf(server);
    const digest = `sha256:${'a'.repeat(64)}` as const;
    await client.mountBlob({ registry: server.host, repository: 'new/app', digest }, 'old/app');
    const scopes = new URL(tokensOf(server)[0]?.url ?? '', server.origin).searchParams.getAll('scope');
    expect(scopes).toEqual(['repository:new/app:pull,push', 'repository:old/app:pull']);
    await client.close();
  });

  test.each<[string, { status: number; body?: unknown }, string]>([
    ['401', { status: 401 }, 'not-visible'],
    ['403', { status: 403 }, 'not-visible'],
    ['404', { status: 404 }, 'invalid-response'],
    ['503', { status: 503 }, 'unreachable'],
    ['429', { status: 429 }, 'rate-limited'],
    ['no token', { status: 200, body: {} }, 'invalid-response'],
    [
      'a token that would split the request',
      { status: 200, body: { token: 'a\r\nx: y' } },
      'invalid-response',
    ],
    ['a token beyond any header', { status: 200, body: { token: 'x'.repeat(20_000) } }, 'invalid-response'],
    [
      'more than 1 MiB',
      { status: 200, body: { token: 't', more: 'x'.repeat(1024 * 1024) } },
      'invalid-response',
    ],
  ])('the token server answers %s', async (_, answer, kind) => {
    await using server = await startTestServer(tokenRegistry(() => answer));
    const { client, resolve } = clientOf(server, { username: 'alice', password: 'S3CRET' });
    const call = resolve('a');
    await expect(call).rejects.toMatchObject({ kind, operation: 'authenticate', host: server.host });
    await expect(call).rejects.not.toThrow(/S3CRET|UPSTREAM/);
    await client.close();
  });

  test('401 and 403 with a token mean not visible', async () => {
    await using server = await startTestServer(
      tokenRegistry(
        () => ({ status: 200, body: { token: 't1' } }),
        () => false,
      ),
    );
    const { client, resolve } = clientOf(server);
    await expect(resolve('a')).rejects.toMatchObject({
      kind: 'not-visible',
      operation: 'resolve',
      status: 401,
    });
    await client.close();
  });
});

describe('Basic', () => {
  const registry: Handler = (request, response) => {
    if (request.headers.authorization === `Basic ${Buffer.from('alice:pw').toString('base64')}`) {
      return serveManifest(request, response);
    }
    response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
  };

  test('is sent only when demanded, and then with every call', async () => {
    await using server = await startTestServer(registry);
    const { client, resolve } = clientOf(server, { username: 'alice', password: 'pw' });
    await resolve('a');
    await resolve('b');
    expect(server.requests.map(({ headers }) => headers.authorization !== undefined)).toEqual([
      false,
      true,
      true,
    ]);
    await client.close();
  });

  test.each([
    ['wrong credentials', { username: 'alice', password: 'S3CRET' }],
    ['no credentials', {}],
  ])('%s: not visible', async (_, credentials) => {
    await using server = await startTestServer(registry);
    const { client, resolve } = clientOf(server, credentials);
    const call = resolve('a');
    await expect(call).rejects.toMatchObject({ kind: 'not-visible' });
    await expect(call).rejects.not.toThrow(/S3CRET/);
    await client.close();
  });
});
