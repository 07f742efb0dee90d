import { expect, it } from 'vitest';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { imageId, podObject } from '#lib/sources/clusters/testing.ts';
import { clusterApi, sendStatus } from '#lib/sources/clusters/testing-api.ts';
import { json } from '#lib/sources/testing.ts';
import { findImages } from '#lib/store/images/tracked-images.ts';
import type { TestFleet } from '../testing.ts';
import { createSource, type SourceRequest } from './create-source.ts';
import { imagePlaces } from './image-places.ts';
import { previewSource } from './preview-source.ts';
import { getSource } from './read-sources.ts';
import { BY, DAY, fleetWith, listDue, PATHS, tracked } from './testing.ts';

/** A fleet whose operator listed a server, and a source for it. */
async function fleetBeside(handler: (fleet: () => TestFleet) => Handler) {
  let fleet: TestFleet | undefined;
  const known = () => {
    if (fleet === undefined) throw new Error('the fleet is not open yet');
    return fleet;
  };
  const server = await startTestServer((request, response) => handler(known)(request, response));
  fleet = await fleetWith(PATHS, { listedHosts: [server.host] });
  const request = (more: Partial<SourceRequest> = {}): SourceRequest => ({
    ...{ name: 'prod', kind: 'kubernetes', config: { cluster: 'prod', server: server.origin } },
    ...{ credentials: { token: 'secret' }, ...more },
  });
  return { fleet, server, request };
}

const runsOne = (fleet: () => TestFleet): Handler => {
  return (request, response) => {
    const image = `${fleet().registry.host}/a/one:1`;
    const containers = { api: { image, imageID: imageId('mirror.corp/a/one', 'x') } };
    clusterApi({ pods: [podObject({ containers })] })(request, response);
  };
};

it('images that a cluster runs are tracked, with their places', async () => {
  const { fleet, server, request } = await fleetBeside(runsOne);
  await using _ = server;
  const { source } = await createSource(fleet.context, request(), BY);
  await listDue(fleet);
  expect(await tracked(fleet, PATHS)).toEqual(['a/one:1']);
  expect(server.requests[0]?.headers.authorization).toBe('Bearer secret');
  expect(await getSource(fleet.context, source.id)).toMatchObject({
    source: { state: 'ok' },
    last: { complete: true, seen: 1, found: 1, error: null },
  });
  const [image] = await findImages(fleet.context.db, [`${fleet.registry.host}/a/one:1`]);
  const [place] = await imagePlaces(fleet.context, image?.id ?? '');
  expect(place).toMatchObject({
    kind: 'runs',
    place: {
      cluster: 'prod',
      namespace: 'shop',
      workload: 'pod/api-1',
      pods: 1,
      pulledFrom: 'mirror.corp/a/one',
    },
  });
});

it('a right that is missing makes the listing incomplete, and untracks nothing', async () => {
  let isForbidden = false;
  const { fleet, server, request } = await fleetBeside((known) => (asked, response) => {
    if (isForbidden && asked.url.includes('/pods')) return sendStatus(response, 403);
    runsOne(known)(asked, response);
  });
  await using _ = server;
  const { source } = await createSource(fleet.context, request(), BY);
  await listDue(fleet);
  isForbidden = true;
  fleet.pass(DAY);
  await listDue(fleet);
  expect(await getSource(fleet.context, source.id)).toMatchObject({
    last: { complete: false, missingRight: 'list pods', error: expect.stringContaining('may not list pods') },
  });
  expect(await tracked(fleet, PATHS)).toEqual(['a/one:1']);
});

it('Argo CD is listed too, and previewed', async () => {
  const { fleet, server, request } = await fleetBeside((known) => (_, response) => {
    const images = [`${known().registry.host}/b/two:1`, '$REGISTRY/app'];
    json(response, { items: [{ metadata: { name: 'shop' }, status: { summary: { images } } }] });
  });
  await using _ = server;
  const argocd = request({ kind: 'argocd', config: { server: server.origin } });
  const preview = await previewSource(fleet.context, argocd, new AbortController().signal);
  expect(preview).toMatchObject({
    ...{ found: 2, selected: 1, complete: true, examples: [`${fleet.registry.host}/b/two:1`] },
    dropped: [{ reason: 'invalid-reference', count: 1, examples: ['$REGISTRY/app'] }],
  });
  expect(await tracked(fleet, PATHS)).toEqual([]);
  await createSource(fleet.context, argocd, BY);
  await listDue(fleet);
  expect(await tracked(fleet, PATHS)).toEqual(['b/two:1']);
});

it.each<[string, Partial<SourceRequest>, string]>([
  [
    'a file of the server',
    { config: { cluster: 'p', kubeconfig: '/etc/shadow' }, credentials: undefined },
    'only be named in baseboard.yaml',
  ],
  ['a login', { credentials: { username: 'u', password: 'p' } }, 'kubernetes is listed with a token'],
  ['a token for a pod', { config: { cluster: 'p', inCluster: true } }, 'have their own login'],
])('%s is refused', async (_name, more, message) => {
  const { fleet, server, request } = await fleetBeside(runsOne);
  await using _ = server;
  await expect(createSource(fleet.context, request(more), BY)).rejects.toThrow(message);
  await expect(previewSource(fleet.context, request(more), new AbortController().signal)).rejects.toThrow(
    message,
  );
  expect(server.requests).toEqual([]);
});
