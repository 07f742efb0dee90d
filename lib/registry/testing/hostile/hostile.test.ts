import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRegistry } from '../../client.ts';
import { RegistryError } from '../../errors.ts';
import { serveManifest, startTestServer, type TestServer } from '../test-server.ts';
import { SECRET, UPSTREAM } from './case.ts';
import { ADDRESSES, DIGESTS, MANIFESTS, REFERENCES } from './content.ts';
import { CHALLENGES, ENDLESS, PAGES, REDIRECTS } from './network.ts';

const CASES = [REFERENCES, ADDRESSES, MANIFESTS, DIGESTS, CHALLENGES, REDIRECTS, PAGES, ENDLESS].flat();

describe('hostile and malformed input', () => {
  let canary: TestServer;
  beforeAll(async () => {
    canary = await startTestServer(serveManifest);
  });
  afterAll(() => canary[Symbol.asyncDispose]());

  test('there are at least 40 kinds', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBeGreaterThanOrEqual(40);
  });

  test.each(CASES)('$name', async ({ act, answer, kind, operation }) => {
    await using registry = await startTestServer((request, response) => answer?.(response, canary, request));
    const settings = { host: registry.host, plainHttp: true, username: 'alice', password: SECRET };
    const client = createRegistry(
      { registries: [settings], retries: 0, deadlineMs: 5000 },
      {
        resolveAll: (_, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
      },
    );
    const failure = await act(client, { registry: registry.host, repository: 'team/app' }, canary).then(
      () => undefined,
      (error: unknown) => error,
    );
    await client.close();

    expect(failure).toBeInstanceOf(RegistryError);
    if (!(failure instanceof RegistryError)) return;
    expect(failure).toMatchObject({ kind, operation });
    expect(failure.host).not.toBe('');
    expect(failure.message).toContain(`${failure.host}: ${operation} of ${failure.reference} failed: `);
    expect(failure.message).not.toMatch(/[\r\n]/);
    expect(JSON.stringify(failure) + failure.message + failure.stack).not.toMatch(`(${UPSTREAM}|${SECRET})`);
    if (!answer) expect(registry.requests).toEqual([]);
    expect(canary.connections()).toBe(0);
  });
});
