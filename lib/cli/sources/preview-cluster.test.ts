import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { podObject, workloadObject } from '#lib/sources/clusters/testing.ts';
import { clusterApi, sendStatus } from '#lib/sources/clusters/testing-api.ts';
import { json } from '#lib/sources/testing.ts';
import { baseboard } from '../testing.ts';

const API = clusterApi({
  pods: [
    podObject({ name: 'a' }),
    podObject({
      name: 'b',
      containers: { web: { image: 'nginx:1.27' }, log: { image: 'ghcr.io/acme/api:1' } },
    }),
    podObject({ name: 'c', containers: { bad: { image: '$REGISTRY/app' } } }),
  ],
  cronjobs: [workloadObject('CronJob', 'nightly', { report: 'report:1' })],
});

/** Runs `baseboard sources preview` for a source at a test server. */
async function preview(
  handler: Handler,
  args: (origin: string) => string[],
  files: Record<string, string> = {},
) {
  await using server = await startTestServer(handler);
  const config = files['source.yaml']?.replace('ORIGIN', server.origin) ?? '';
  const result = await baseboard(['sources', 'preview', ...args(server.origin)], {
    files: { token: 'secret\n', ...files, 'source.yaml': config, kubeconfig: kubeconfig(server.origin) },
  });
  return { ...result, requests: server.requests, host: server.host };
}

const kubeconfig = (server: string) =>
  stringify({
    'current-context': 'prod',
    contexts: [{ name: 'prod', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: { token: 'of-kubeconfig' } }],
  });

const KUBECONFIG = ['--kind', 'kubernetes', '--with', 'cluster=prod', '--with', 'kubeconfig=kubeconfig'];

test('prints what a cluster runs and declares', async () => {
  const { code, out, err, requests } = await preview(API, () => KUBECONFIG);
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe(`prod: 3 images
2 images run in 2 workloads and 3 containers, 1 is declared only

Images
  docker.io/library/nginx:1.27
  docker.io/library/report:1
  ghcr.io/acme/api:1

Dropped
  1  Not a valid reference: $REGISTRY/app

Requests
  8 for each listing
`);
  expect(requests[0]?.headers.authorization).toBe('Bearer of-kubeconfig');
});

test('an incomplete listing names the missing right, and exits with 3', async () => {
  const { code, out, host } = await preview(
    (_, response) => sendStatus(response, 403),
    () => KUBECONFIG,
  );
  expect(code).toBe(3);
  expect(out).toContain('prod: 0 images so far; the listing is not complete\n');
  expect(out).toContain(
    `  ${host}: the account may not list pods in all namespaces: add list for pods to its ClusterRole\n`,
  );
});

test('a server on the command line may be private, and gets the token file', async () => {
  const at = (origin: string) => ['--kind', 'argocd', '--with', `server=${origin}`, '--token-file', 'token'];
  const { code, out, requests } = await preview((_, response) => json(response, { items: [] }), at);
  expect([code, out]).toEqual([0, expect.stringContaining('no image runs, 0 are declared only')]);
  expect(requests[0]?.headers.authorization).toBe('Bearer secret');
});

test('a server in a file must be listed to be private', async () => {
  const files = { 'source.yaml': '{ kind: kubernetes, config: { cluster: prod, server: "ORIGIN" } }' };
  const { code, out, requests } = await preview(API, () => ['source.yaml'], files);
  expect([code, requests]).toEqual([3, []]);
  expect(out).toContain('requests to this address are not allowed');
});

test('--token-file is refused where it would not be used', async () => {
  const { code, err } = await preview(API, () => [...KUBECONFIG, '--token-file', 'token']);
  expect([code, err]).toEqual([64, expect.stringContaining('--token-file goes with a server')]);
});
