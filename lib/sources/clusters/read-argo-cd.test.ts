import { describe, expect, test } from 'vitest';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { json } from '../testing.ts';
import { type ArgoCdConfig, clusterSourceSchema } from './cluster-source.ts';
import { readArgoCd } from './read-argo-cd.ts';
import { depsFor, sendStatus } from './testing-api.ts';

describe('Argo CD', () => {
  async function readApplications(handler: Handler) {
    await using server = await startTestServer(handler);
    const listing = await readArgoCd(
      clusterSourceSchema.parse({ name: 'x', kind: 'argocd', config: { server: `${server.origin}/argocd/` } })
        .config as ArgoCdConfig,
      depsFor(server.host),
    );
    return { ...listing, sent: server.requests, host: server.host };
  }

  test('mentions the images of each application once', async () => {
    const items = [
      {
        metadata: { name: 'shop' },
        spec: { destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' } },
        status: { summary: { images: ['ghcr.io/acme/api:1', 'ghcr.io/acme/api:1', 'redis:7'] } },
      },
      { metadata: { name: 'new' }, spec: {}, status: {} },
    ];
    const { complete, mentions, sent, host } = await readApplications((_, response) =>
      json(response, { items }),
    );
    const place = {
      ...{ argocd: host, application: 'shop', cluster: 'https://kubernetes.default.svc', namespace: 'shop' },
    };
    expect(complete).toBe(true);
    expect(mentions).toEqual([
      { reference: 'ghcr.io/acme/api:1', kind: 'declared', place },
      { reference: 'redis:7', kind: 'declared', place },
    ]);
    expect(sent[0]?.url).toMatch(/^\/argocd\/api\/v1\/applications\?fields=items\.metadata\.name%2C/);
    expect(sent[0]?.headers.authorization).toBe('Bearer secret');
  });

  test('names the missing right', async () => {
    const { complete, problems, host } = await readApplications((_, response) => sendStatus(response, 403));
    expect(complete).toBe(false);
    expect(problems).toEqual([
      {
        code: 'missing-right',
        right: 'get applications',
        message: `${host}: the account may not get applications: give its role in Argo CD the policy applications, get`,
      },
    ]);
  });

  test('another answer is a problem', async () => {
    const { complete, problems } = await readApplications((_, response) => json(response, { items: [{}] }));
    expect([complete, problems]).toMatchObject([false, [{ code: 'invalid-answer' }]]);
  });
});
