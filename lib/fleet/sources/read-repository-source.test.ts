import { expect, it } from 'vitest';
import { presentPlaces } from '#lib/api/present/sources.ts';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { github } from '#lib/sources/files/repositories/testing-repository.ts';
import { json } from '#lib/sources/testing.ts';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { pushOn } from '../testing-images.ts';
import { createSource, type SourceRequest } from './create-source.ts';
import { imagePlaces } from './image-places.ts';
import { previewSource } from './preview-source.ts';
import { getSource } from './read-sources.ts';
import { BY, DAY, fleetWith, listDue, PATHS, tracked } from './testing.ts';

/** A fleet whose operator listed a GitHub Enterprise with these files, and a source for it. */
async function fleetBeside(files: (registry: string) => Readonly<Record<string, string>>) {
  let handler: Handler = (_, response) => void response.writeHead(500).end();
  const server = await startTestServer((request, response) => handler(request, response));
  const fleet = await fleetWith(PATHS, { listedHosts: [server.host] });
  const serve = (next: Handler) => {
    handler = next;
  };
  serve(github(files(fleet.registry.host)));
  const request: SourceRequest = {
    ...{ name: 'app', kind: 'github', config: { host: server.host, repository: 'acme/app' } },
    credentials: { token: 'secret' },
  };
  return { fleet, server, request, serve };
}

const COMPOSE = (registry: string) => ({
  'compose.yaml': `services:\n  one: { image: "${registry}/a/one:1" }\n  x: { image: "x:$TAG" }\n`,
});

it('images that files declare are tracked, with their places', async () => {
  const { fleet, server, request, serve } = await fleetBeside(COMPOSE);
  await using _ = server;
  const { source } = await createSource(fleet.context, request, BY);
  await listDue(fleet);
  expect(await tracked(fleet, PATHS)).toEqual(['a/one:1']);
  expect(server.requests[0]).toMatchObject({
    url: '/api/v3/repos/acme/app/git/trees/HEAD?recursive=1',
    headers: { authorization: 'Bearer secret' },
  });
  expect(await getSource(fleet.context, source.id)).toMatchObject({
    source: { state: 'ok' },
    last: { complete: true, seen: 2, found: 2, unreadable: 1, error: null },
  });
  const [image] = await findImages(fleet.context.db, [`${fleet.registry.host}/a/one:1`]);
  const before = await imagePlaces(fleet.context, image?.id ?? '');
  const place = {
    repository: `${server.host}/acme/app`,
    file: 'compose.yaml',
    line: 2,
    how: 'image',
    service: 'one',
  };
  expect(before).toMatchObject([{ kind: 'declared', place }]);

  // A line that moves is no other place.
  serve(github({ 'compose.yaml': `# x\n${COMPOSE(fleet.registry.host)['compose.yaml']}` }));
  fleet.pass(DAY);
  await listDue(fleet);
  const after = await imagePlaces(fleet.context, image?.id ?? '');
  expect(after).toMatchObject([
    { place: { ...place, line: 3 }, firstSeen: before[0]?.firstSeen, goneSince: null },
  ]);
});

it('a place where an image is built says how its Dockerfile compares with it', async () => {
  const { fleet, server, request } = await fleetBeside((registry) => ({
    'compose.yaml': `services: { app: { image: "${registry}/shop/app:1", build: . } }`,
    Dockerfile: `FROM ${registry}/a/one:2`,
  }));
  await using _ = server;
  const { registry, context } = fleet;
  const base = await pushOn(registry, 'a/one:1');
  await pushOn(registry, 'shop/app:1', base);
  await createSource(context, request, BY);
  await listDue(fleet);
  const [image] = await findImages(context.db, [`${registry.host}/shop/app:1`]);
  const id = image?.id ?? '';
  expect(await imagePlaces(context, id)).toMatchObject([{ place: { how: 'output' }, dockerfile: null }]);
  await fleet.runJobs();
  const places = await imagePlaces(context, id);
  const declared = `${registry.host}/a/one:2`;
  expect(places).toMatchObject([
    { dockerfile: { kind: 'other-base', declared, built: `${registry.host}/a/one:1` } },
  ]);
  expect(presentPlaces(places).items[0]?.dockerfile).toEqual({
    ...{ result: 'other-base', declared },
    text: `The Dockerfile already says \`${declared}\`, the image is based on \`${registry.host}/a/one:1\`. Rebuild it.`,
  });
});

it('a right that is missing makes the listing incomplete, and untracks nothing', async () => {
  const { fleet, server, request, serve } = await fleetBeside(COMPOSE);
  await using _ = server;
  const { source } = await createSource(fleet.context, request, BY);
  await listDue(fleet);
  serve((_asked, response) => json(response, { message: 'Not Found' }, {}, 404));
  fleet.pass(DAY);
  await listDue(fleet);
  expect(await getSource(fleet.context, source.id)).toMatchObject({
    last: { complete: false, missingRight: 'read access to the contents of acme/app' },
  });
  expect(await tracked(fleet, PATHS)).toEqual(['a/one:1']);
});

it('is previewed, and tracks nothing by that', async () => {
  const { fleet, server, request } = await fleetBeside(COMPOSE);
  await using _ = server;
  const preview = await previewSource(fleet.context, request, new AbortController().signal);
  expect(preview).toMatchObject({
    ...{ found: 2, selected: 1, complete: true, requests: 3, examples: [`${fleet.registry.host}/a/one:1`] },
    dropped: [{ reason: 'invalid-reference', count: 1, examples: ['x:$TAG'] }],
  });
  expect(await tracked(fleet, PATHS)).toEqual([]);
});

it('is read with a token and nothing else', async () => {
  const { fleet, server, request } = await fleetBeside(COMPOSE);
  await using _ = server;
  const login = { ...request, credentials: { username: 'u', password: 'p' } };
  await expect(createSource(fleet.context, login, BY)).rejects.toThrow('github is read with a token');
});
