import { expect, test } from 'vitest';
import { serveManifest, startTestServer } from '../../testing/test-server.ts';
import { createEndpoints } from '../request/endpoints.ts';
import { createDispatch } from './dispatch.ts';
import { createHeaderRecorder } from './rate-limits-and-warnings.ts';
import { createSender } from './sender.ts';

test('only listed registries may lead to what the operator listed', async () => {
  await using internal = await startTestServer(serveManifest);
  const endpoints = createEndpoints([{ host: internal.host, plainHttp: true }]);
  const { listedOrigins } = endpoints;
  const listed = createSender(listedOrigins);
  const open = createSender(new Set());
  const headers = createHeaderRecorder(() => undefined);
  const dispatch = createDispatch({
    listedOrigins,
    listed,
    open,
    userAgent: 'x',
    observe: () => undefined,
    headers,
  });

  const redirectedFrom = async (host: string) => {
    const endpoint = endpoints.of(host);
    if (!endpoint) throw new Error('no host');
    const context = { host, operation: 'get-blob', reference: `${host}/a` } as const;
    const url = new URL(`${internal.origin}/v2/secret`);
    const wire = { method: 'GET', url, headers: {}, signal: new AbortController().signal } as const;
    const answer = await dispatch({ context, endpoint, kind: 'blob' }, wire);
    await answer.discard();
    return answer.status;
  };
  expect(await redirectedFrom(internal.host)).toBe(200);
  await expect(redirectedFrom('evil.example')).rejects.toMatchObject({ kind: 'forbidden-address' });
  expect(internal.requests).toHaveLength(1);
  await Promise.all([listed.close(), open.close()]);
});
