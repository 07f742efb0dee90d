import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { changeSource } from './change-source.ts';
import { createSource } from './create-source.ts';
import { previewSource } from './preview-source.ts';
import { getSource, getSources } from './read-sources.ts';
import { removeSource } from './remove-source.ts';
import { syncConfiguredSources } from './sync-configured.ts';
import { BY, DAY, fleetWith, listDue, PATHS, tracked } from './testing.ts';

it('sources of the file are listed and read-only; one that leaves it keeps its images', async () => {
  const fleet = await fleetWith(PATHS);
  const { host } = fleet.registry;
  const context = {
    ...fleet.context,
    sources: { ...fleet.context.sources, configured: new Map([['file', undefined]]) },
  };
  const inFile = { name: 'file', kind: 'registry' as const, config: { registry: host } };
  await syncConfiguredSources(context, [inFile]);
  await listDue({ ...fleet, context });
  const [source] = await getSources(context);
  expect(source).toMatchObject({
    tracked: 5,
    source: { fromFile: true, state: 'ok', createdBy: 'baseboard.yaml' },
  });
  const id = source?.source.id ?? '';
  const nextAt = source?.source.nextAt;
  await expect(changeSource(context, id, { name: 'mine' }, BY)).rejects.toMatchObject({
    code: 'source-in-file',
  });
  await expect(removeSource(context, id, { keepImages: false }, BY)).rejects.toMatchObject({
    code: 'source-in-file',
  });
  // The same file again changes nothing; another selection is listed at once.
  await syncConfiguredSources(context, [inFile]);
  expect((await getSources(context))[0]?.source).toMatchObject({ id, nextAt });
  await syncConfiguredSources(context, [{ ...inFile, select: { tags: { newest: 1 } } }]);
  expect((await getSources(context))[0]?.source.nextAt?.getTime()).toBeLessThan(nextAt?.getTime() ?? 0);
  await syncConfiguredSources(context, []);
  expect(await getSources(context)).toEqual([]);
  fleet.pass(30 * DAY);
  expect(await tracked(fleet, PATHS)).toEqual(PATHS);
});

it('a process whose file does not name a source of the file does not list it without its login', async () => {
  const fleet = await fleetWith(PATHS);
  const config = { registry: fleet.registry.host };
  await syncConfiguredSources(fleet.context, [{ name: 'file', kind: 'registry', config }]);
  await listDue(fleet);
  const [source] = await getSources(fleet.context);
  expect(source).toMatchObject({
    source: { state: 'failing' },
    last: { error: expect.stringContaining('baseboard.yaml of the process'), requests: 0 },
  });
});

it('credentials are sealed, and stay with their host', async () => {
  const fleet = await fleetWith([]);
  const credentials = { token: 'hunter2' };
  const harbor = { name: 'harbor', kind: 'harbor' as const, config: { registry: 'harbor.invalid' } };
  const { source, hasCredentials } = await createSource(fleet.context, { ...harbor, credentials }, BY);
  expect(hasCredentials).toBe(true);
  expect(JSON.stringify(source)).not.toContain('hunter2');
  const moved = { config: { registry: 'other.invalid' } };
  await expect(changeSource(fleet.context, source.id, moved, BY)).rejects.toMatchObject({
    field: 'credentials',
  });
  expect(await changeSource(fleet.context, source.id, { ...moved, credentials: null }, BY)).toMatchObject({
    hasCredentials: false,
  });
  const refusals = [
    [{ ...harbor, kind: 'files' as const }, 'config.registry'],
    [{ ...harbor, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } }, 'credentials'],
    [
      { name: 'ecr', kind: 'ecr' as const, config: { region: 'eu-west-1', account: '123456789012' } },
      'credentials',
    ],
    [{ ...harbor, name: 'harbor' }, 'name'],
  ] as const;
  for (const [request, field] of refusals) {
    await expect(createSource(fleet.context, request, BY)).rejects.toMatchObject({ field });
  }
});

it('a registry is listed with the credentials of the source, and without them says which right is missing', async () => {
  const account = { username: 'lister', password: 'secret' };
  const fleet = await fleetWith(['a/one:1'], { serve: () => ({ auth: { kind: 'basic', ...account } }) });
  const request = { kind: 'registry' as const, config: { registry: fleet.registry.host } };
  const without = await createSource(fleet.context, { ...request, name: 'without' }, BY);
  await listDue(fleet);
  expect(await getSource(fleet.context, without.source.id)).toMatchObject({
    source: { state: 'failing' },
    last: { missingRight: 'registry:catalog:*', error: expect.stringContaining('it needs the right') },
  });
  const own = await createSource(fleet.context, { ...request, name: 'with', credentials: account }, BY);
  await listDue(fleet);
  expect(await getSource(fleet.context, own.source.id)).toMatchObject({
    tracked: 1,
    source: { state: 'ok' },
  });
});

it('a preview uses the stored credentials of a source, and sends them nowhere else', async () => {
  const account = { username: 'lister', password: 'secret' };
  const fleet = await fleetWith(['a/one:1'], { serve: () => ({ auth: { kind: 'basic', ...account } }) });
  const { context, registry } = fleet;
  const request = { name: 'own', kind: 'registry' as const, config: { registry: registry.host } };
  const { source } = await createSource(context, { ...request, credentials: account }, BY);
  const preview = (more: object) =>
    previewSource(context, { ...request, sourceId: source.id, ...more }, new AbortController().signal);
  expect(await preview({ select: { tags: { newest: 1 } } })).toMatchObject({ selected: 1, complete: true });
  expect(await preview({ sourceId: undefined })).toMatchObject({ selected: 0, complete: false });
  expect(await preview({ credentials: { ...account, password: 'wrong' } })).toMatchObject({
    complete: false,
  });

  const { length } = registry.requests;
  const refused = { field: 'credentials', message: expect.stringContaining('stored for another address') };
  await expect(preview({ config: { registry: 'other.invalid' } })).rejects.toMatchObject(refused);
  await expect(preview({ kind: 'zot' })).rejects.toMatchObject(refused);
  await expect(preview({ sourceId: randomUUID() })).rejects.toThrow('There is no source');
  expect(registry.requests).toHaveLength(length);
});

it.each(['http://127.0.0.1:1/argo/', 'https://127.0.0.1:1/other', 'https://127.0.0.1:2/argo'])(
  'a token stored for https://127.0.0.1:1/argo is not sent to %s',
  async (server) => {
    const { context } = await fleetWith([]);
    const argocd = { name: 'argo', kind: 'argocd' as const, config: { server: 'https://127.0.0.1:1/argo/' } };
    const { source } = await createSource(context, { ...argocd, credentials: { token: 'hunter2' } }, BY);
    const moved = { config: { server } };
    const refused = { field: 'credentials' };
    await expect(changeSource(context, source.id, moved, BY)).rejects.toMatchObject(refused);
    const preview = { ...argocd, ...moved, sourceId: source.id };
    await expect(previewSource(context, preview, new AbortController().signal)).rejects.toMatchObject(
      refused,
    );
    const same = { config: { server: 'https://127.0.0.1:1/argo' } };
    expect(await changeSource(context, source.id, same, BY)).toMatchObject({ hasCredentials: true });
  },
);
