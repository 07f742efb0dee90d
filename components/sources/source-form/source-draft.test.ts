import { expect, it } from 'vitest';
import type { SourceView } from '#lib/api/contract/sources.ts';
import { parseSource } from '#lib/sources/source.ts';
import { OFFERED_KINDS } from './kind-fields.ts';
import { creationOf, draftOf, editOf, NEW_DRAFT, previewOf, shownFields } from './source-draft.ts';

const source = (more: Partial<SourceView>): SourceView => ({
  ...{ id: '00000000-0000-4000-8000-000000000001', name: 'Production', kind: 'harbor', from: 'person' },
  ...{ config: { registry: 'harbor.corp' }, select: null, every: '1h', hasCredentials: false, state: 'ok' },
  ...{ tracked: 0, missing: 0, lastListing: null, lastCompleteAt: null, nextAt: null },
  ...{ expectedEvery: null, silentSince: null },
  ...{ requests: { used: 0, perHour: 3000 }, createdAt: '2026-01-01T00:00:00Z', createdBy: 'ada' },
  ...more,
});

it.each([
  'all',
  { newest: 5 },
  { semver: '>=1.0 <3' },
  { semver: '>=1.0 <3', newest: 3, per: 'major' },
  { regex: '^v\\d', newest: 2 },
  { names: ['latest', 'stable'] },
])('a source with the tags %j is the same after it was edited without a change', (tags) => {
  const select = {
    ...{ repositories: { include: ['apps/**'], exclude: ['**/cache', '**/tmp'] }, tags },
    ...{ pushedWithin: '180d', maxImages: 50 },
  };
  const before = source({ select, hasCredentials: true });
  const { name, config, every } = before;
  expect(editOf(draftOf(before))).toEqual({ name, config, every, select });
});

it('shows the patterns of repositories in one line: an input field removes line breaks', () => {
  const repositories = { include: ['apps/**', 'lib/**'], exclude: ['**/cache', '**/tmp'] };
  const { include, exclude } = draftOf(source({ select: { repositories } }));
  expect([include, exclude]).toEqual(['apps/** lib/**', '**/cache **/tmp']);
});

it.each([
  ['token', { token: 'secret' }],
  ['password', { username: 'ada', password: 'secret' }],
  ['aws', { accessKeyId: 'ada', secretAccessKey: 'secret' }],
  ['login', null],
  ['keep', undefined],
] as const)('access by %s', (access, credentials) => {
  const draft = { ...draftOf(source({})), access, username: 'ada', secret: 'secret' };
  expect(editOf(draft).credentials).toEqual(credentials);
});

it('previews an edited source with its stored credentials, and another one with those in the form', () => {
  const edited = source({ hasCredentials: true });
  const draft = draftOf(edited);
  expect(previewOf(draft, edited.id)).toMatchObject({ sourceId: edited.id, config: edited.config });
  expect(previewOf({ ...draft, access: 'token', secret: 'new' }, edited.id)).toMatchObject({
    credentials: { token: 'new' },
  });
  expect(previewOf({ ...draft, access: 'login' }, edited.id)).not.toHaveProperty('sourceId');
});

it.each(OFFERED_KINDS)('asks for every setting that %s requires', (kind) => {
  const values: Readonly<Record<string, string>> = {
    region: 'eu-west-1',
    account: '123456789012',
    registry: 'reg.corp',
    ownerType: 'user',
    api: 'git.corp',
    repository: 'acme/app',
    server: 'https://10.0.0.1:6443',
    ...(kind === 'gitlab-files' ? { project: 'acme/app' } : {}),
  };
  const names =
    'registry project owner namespace region account location key ownerType cluster repository server';
  const filled = Object.fromEntries(names.split(' ').map((name) => [name, values[name] ?? 'acme']));
  const request = creationOf({ ...NEW_DRAFT, name: 'new', kind, config: filled });
  expect(parseSource({ ...request })).toHaveProperty('source');
});

it('a cluster is reached as chosen: its server is not asked for where it has none', () => {
  const draft = {
    ...NEW_DRAFT,
    kind: 'kubernetes',
    config: { cluster: 'prod', server: 'https://a:1' },
  } as const;
  expect(creationOf({ ...draft, access: 'token', secret: 's' })).toMatchObject({
    ...{ config: { cluster: 'prod', server: 'https://a:1' }, credentials: { token: 's' } },
  });
  expect(creationOf({ ...draft, reach: 'cluster' }).config).toEqual({ cluster: 'prod', inCluster: true });
  expect(shownFields({ kind: 'kubernetes', reach: 'cluster' }).map(({ name }) => name)).not.toContain(
    'server',
  );
});

it.each([
  [
    'kubernetes',
    { cluster: 'prod', server: 'https://10.0.0.1:6443', namespaces: { include: ['shop', 'team-*'] } },
  ],
  ['kubernetes', { cluster: 'own', inCluster: true }],
  ['argocd', { server: 'https://argocd.corp', ca: 'one\ntwo' }],
  [
    'github',
    { repository: 'acme/app', paths: { include: ['my charts/**', '{a,b}/**'], exclude: ['docs, old/**'] } },
  ],
  ['gitlab-files', { project: 'acme/app', ref: 'main', added: { later: 1 } }],
] as const)('a source of the kind %s keeps its settings %j, and has no selection of tags', (kind, config) => {
  const before = source({ kind, config });
  expect(editOf(draftOf(before))).toEqual({ name: 'Production', config, every: '1h', credentials: null });
  const emptied = editOf({ ...draftOf(before), config: {} }).config;
  expect(Object.keys(emptied ?? {})).toEqual(
    kind !== 'kubernetes'
      ? 'added' in config
        ? ['added']
        : []
      : 'server' in config
        ? ['server']
        : ['inCluster'],
  );
});
