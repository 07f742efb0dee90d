import { expect, it } from 'vitest';
import { findImages } from '#lib/store/images/tracked-images.ts';
import type { TestFleet } from '../testing.ts';
import { changeSource } from './change-source.ts';
import { confirmListing } from './confirm-listing.ts';
import { createSource } from './create-source.ts';
import { imagePlaces } from './image-places.ts';
import { listSourceNow } from './list-source-now.ts';
import { postMentions } from './post-mentions.ts';
import { previewSource } from './preview-source.ts';
import { BY, DAY, fleetWith, listDue, tracked } from './testing.ts';
import { uploadFiles } from './upload-files.ts';

const PATHS = ['a/one:1', 'b/two:1', 'c/three:1'];

const filesOf = ({ registry: { host } }: TestFleet) => [
  {
    path: 'deploy/compose.yaml',
    text: `services:\n  web: { image: "${host}/b/two:1", build: . }\n  db: { image: $DB }\n`,
  },
  { path: 'deploy/Dockerfile', text: `FROM ${host}/a/one:1 AS build\nFROM ${host}/c/three:1\n` },
];

it('files are read together: previewed, tracked with their places, and replaced', async () => {
  const fleet = await fleetWith(PATHS);
  const { context } = fleet;
  const files = filesOf(fleet);
  const request = { name: 'shop', kind: 'files' as const };
  expect(await previewSource(context, { ...request, files }, new AbortController().signal)).toMatchObject({
    ...{ selected: 3, complete: true, dropped: [{ reason: 'invalid-reference', count: 1 }] },
  });
  expect(await tracked(fleet, PATHS)).toEqual([]);

  const made = await createSource(context, { ...request, files }, BY);
  expect(made).toMatchObject({
    ...{
      tracked: 3,
      silentSince: null,
      expectedEvery: null,
      source: { state: 'ok', nextAt: null, host: null },
    },
    last: { complete: true, seen: 4, unreadable: 1, added: 3, sequence: null, error: null },
  });
  const { id } = made.source;
  const [image] = await findImages(context.db, [`${fleet.registry.host}/b/two:1`]);
  expect(await imagePlaces(context, image?.id ?? '')).toMatchObject([
    { kind: 'declared', place: { file: 'deploy/compose.yaml', line: 2, how: 'output' }, silentSince: null },
  ]);
  // Changing it forgets nothing, and lists nothing.
  await changeSource(context, id, { name: 'shop files' }, BY);
  await listDue(fleet);

  const one = files.slice(1).map((file) => ({ ...file, text: `FROM ${fleet.registry.host}/a/one:1\n` }));
  expect(await uploadFiles(context, id, one, BY)).toMatchObject({ source: { state: 'asks' }, tracked: 3 });
  await confirmListing(context, id, BY);
  fleet.pass(8 * DAY);
  expect(await uploadFiles(context, id, one, BY)).toMatchObject({ source: { state: 'ok' }, tracked: 1 });
  expect(await tracked(fleet, PATHS)).toEqual(['a/one:1']);
});

it('a file that cannot be read untracks nothing, and is named', async () => {
  const fleet = await fleetWith(PATHS);
  const { context } = fleet;
  const files = filesOf(fleet);
  const { source } = await createSource(context, { name: 'shop', kind: 'files', files }, BY);
  const broken = [{ path: 'deploy/compose.yaml', text: 'services:\n  web: { image: [' }];
  expect(await uploadFiles(context, source.id, broken, BY)).toMatchObject({
    ...{ source: { state: 'failing' }, tracked: 3 },
    last: {
      complete: false,
      released: 0,
      error: expect.stringMatching(/^deploy\/compose\.yaml:\d+: it is not valid/),
    },
  });
  expect(await uploadFiles(context, source.id, [...broken, ...files.slice(1)], BY)).toMatchObject({
    source: { state: 'incomplete' },
  });
  expect(await uploadFiles(context, source.id, files, BY)).toMatchObject({ source: { state: 'ok' } });
});

it('only a source of the kind files takes files, and it takes nothing else', async () => {
  const { context } = await fleetWith([]);
  const files = [{ path: 'Dockerfile', text: 'FROM scratch\n' }];
  const agent = await createSource(context, { name: 'agent', kind: 'push' }, BY);
  const conflict = { code: 'conflict' };
  await expect(uploadFiles(context, agent.source.id, files, BY)).rejects.toMatchObject(conflict);
  const push = { name: 'other', kind: 'push' as const, files };
  await expect(createSource(context, push, BY)).rejects.toMatchObject({ field: 'files' });
  const { signal } = new AbortController();
  await expect(previewSource(context, push, signal)).rejects.toMatchObject({ field: 'files' });
  const empty = { name: 'files', kind: 'files' as const };
  await expect(previewSource(context, empty, signal)).rejects.toMatchObject({ field: 'files' });
  const credentials = { token: 'x' };
  await expect(createSource(context, { ...empty, credentials }, BY)).rejects.toMatchObject({
    field: 'credentials',
  });
  const { source } = await createSource(context, empty, BY);
  const picture = { sequence: 1, mentions: [] };
  await expect(postMentions(context, source.id, picture)).rejects.toMatchObject(conflict);
  await expect(listSourceNow(context, source.id)).rejects.toMatchObject(conflict);
});
