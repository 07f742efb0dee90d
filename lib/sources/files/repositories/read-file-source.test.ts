// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is a compose file.
import { describe, expect, test } from 'vitest';
import type { Handler } from '#lib/registry/testing/test-server.ts';
import { parseSource } from '../../source.ts';
import { json } from '../../testing.ts';
import type { FilesListing } from './read-file-source.ts';
import { fileSource, github, gitlab, readFrom } from './testing-repository.ts';

const FILES = {
  Dockerfile: 'FROM debian:12\n',
  'compose.yaml': 'services:\n  web: { image: "q.io/web:1", build: . }\n  db: { image: "postgres:${PG}" }\n',
  '.env': 'PG=17\n',
  'other/.env': 'TOKEN=secret\n',
  'src/main.ts': 'FROM no:1\n',
  'chart/Chart.yaml': 'name: x\nappVersion: "2"\n',
  'chart/values.yaml': 'image: { repository: q.io/chart }\n',
  'chart/templates/web.yaml': 'kind: {{ .x }}\n',
  'k8s/web.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: a, image: "q.io/k:1" }] }\n',
};
const SOURCE = fileSource('github', { repository: 'acme/app' });
const PROJECT = fileSource('gitlab-files', { project: 'acme/team/app' });

const imagesOf = ({ mentions }: FilesListing) =>
  mentions.map(
    ({ reference, place }) => `${place.repository} ${place.file}:${place.line} ${place.how} ${reference}`,
  );
const paths = (urls: readonly { readonly url: string }[]) => urls.map(({ url }) => url.split('?')[0]);

describe.each([
  ['GitHub', SOURCE, github(FILES), 'github.com/acme/app', 1],
  ['GitLab', PROJECT, gitlab(FILES), 'gitlab.com/acme/team/app', 2],
] as const)('%s', (_, source, handler, name, listing) => {
  test('reads the files that a reader knows, and no others', async () => {
    const found = await readFrom(source, handler, { credential: { type: 'token', token: 'x-token' } });
    expect(found.listing).toMatchObject({ complete: true, problems: [], notes: [], files: 6 });
    expect(found.listing.requests).toBe(listing + 6);
    expect(found.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array(listing + 6).fill('Bearer x-token'),
    );
    expect(imagesOf(found.listing)).toEqual(
      [
        'compose.yaml:3 image docker.io/library/postgres:17',
        'compose.yaml:2 output q.io/web:1',
        'Dockerfile:1 from docker.io/library/debian:12',
        'k8s/web.yaml:4 image q.io/k:1',
        'chart/values.yaml:1 values q.io/chart:2',
      ].map((line) => `${name} ${line}`),
    );
  });

  test('reads the paths of the source', async () => {
    const chosen = fileSource(source.kind, {
      ...source.config,
      paths: { include: ['**/Dockerfile', 'k8s/**'], exclude: ['k8s/w*'] },
    });
    const found = await readFrom(chosen, handler);
    expect(imagesOf(found.listing)).toEqual([`${name} Dockerfile:1 from docker.io/library/debian:12`]);
    expect(found.listing.requests).toBe(listing + 1);
  });

  test('an unchanged repository is not sent again', async () => {
    let unchanged = 0;
    const { listing: second } = await readFrom(
      source,
      (request, response) => {
        if (request.headers['if-none-match'] === '"1"') {
          unchanged += 1;
          response.writeHead(304).end();
          return;
        }
        response.setHeader('etag', '"1"');
        handler(request, response);
      },
      { times: 2 },
    );
    expect(unchanged).toBe(listing + 6);
    expect(second).toMatchObject({ complete: true, files: 6 });
  });

  test.each<[name: string, fault: Handler, code: string, message: RegExp]>([
    [
      '404',
      (_request, response) => json(response, { message: 'Not Found' }, {}, 404),
      'missing-right',
      /its ref HEAD was not found, or may not be read .*\(HTTP 404\); it needs the right: /,
    ],
    ['401', (_request, response) => json(response, {}, {}, 401), 'missing-right', /it needs the right: /],
    ['403', (_request, response) => json(response, {}, {}, 403), 'missing-right', /it needs the right: /],
    ['429', (_request, response) => json(response, {}, { 'retry-after': '60' }, 429), 'rate-limited', /acme/],
    ['500', (_request, response) => json(response, {}, {}, 500), 'unreachable', /acme/],
    [
      'a redirect to another host',
      (_request, response) => void response.writeHead(302, { location: 'http://evil.test/x' }).end(),
      'unsupported',
      /acme/,
    ],
    [
      'another format',
      (_request, response) => json(response, { id: 1, tree: 'x' }),
      'invalid-answer',
      /acme/,
    ],
    [
      'a broken answer',
      (_request, response) => void response.writeHead(200).end('{"tree": ['),
      'invalid-answer',
      /acme/,
    ],
  ])('%s: nothing is known, and that is said', async (_name, fault, code, message) => {
    const found = await readFrom(source, fault);
    expect(found.listing).toMatchObject({ complete: false, mentions: [], problems: [{ code }] });
    expect(found.listing.problems[0]?.message).toMatch(message);
  });

  test.each<[name: string, fault: Handler, code: string]>([
    ['404', (_request, response) => json(response, {}, {}, 404), 'missing-right'],
    ['500', (_request, response) => json(response, {}, {}, 500), 'unreachable'],
    [
      'another content',
      (_request, response) => json(response, { encoding: 'base64', content: 'RlJPTSBldmlsOjE=' }),
      'invalid-answer',
    ],
    [
      'a huge file',
      (_request, response) => json(response, { encoding: 'base64', content: 'A'.repeat(5 * 1024 * 1024) }),
      'invalid-answer',
    ],
    ['a cut connection', (_request, response) => void response.destroy(), 'unreachable'],
  ])('a file that fails with %s makes it incomplete, and the others are read', async (_name, fault, code) => {
    let blobs = 0;
    const found = await readFrom(source, (request, response) => {
      if (request.url.includes('/blobs/')) blobs += 1;
      if (request.url.includes('/blobs/') && blobs === 1) fault(request, response);
      else handler(request, response);
    });
    expect(found.listing).toMatchObject({ complete: false, files: 5, problems: [{ code }] });
  });

  test('a rate limit stops the reading', async () => {
    const found = await readFrom(source, (request, response) => {
      if (request.url.includes('/blobs/')) json(response, {}, { 'retry-after': '60' }, 429);
      else handler(request, response);
    });
    expect(found.listing).toMatchObject({ complete: false, files: 0 });
    expect(found.listing.problems[0]).toMatchObject({ code: 'rate-limited', retryAfter: 60 });
    expect(found.requests.length).toBeLessThan(listing + 6);
  });

  test('a spent budget stops the reading, whatever request it was', async () => {
    for (let budget = 0; budget < listing + 6; budget += 1) {
      const found = await readFrom(source, handler, { budget });
      expect(found.listing).toMatchObject({ complete: false, requests: budget });
      expect(found.listing.problems.map(({ code }) => code)).toContain('budget');
    }
  });

  test('an aborted reading is not complete', async () => {
    const found = await readFrom(source, handler, { signal: AbortSignal.abort() });
    expect(found.listing).toMatchObject({ complete: false, problems: [{ code: 'aborted' }] });
  });
});

test('no secret of another folder is requested', async () => {
  const { requests } = await readFrom(SOURCE, github({ 'other/.env': 'TOKEN=secret' }));
  expect(paths(requests)).toEqual(['/repos/acme/app/git/trees/HEAD']);
});

test('a file that is not valid makes it incomplete', async () => {
  const { listing } = await readFrom(
    SOURCE,
    github({ 'compose.yaml': 'services: [', Dockerfile: 'FROM a:1' }),
  );
  expect(listing).toMatchObject({ complete: false, files: 2 });
  expect(listing.problems).toEqual([
    { code: 'unreadable', message: expect.stringMatching(/^compose\.yaml:1: it is not valid: /) },
  ]);
  expect(imagesOf(listing)).toEqual(['github.com/acme/app Dockerfile:1 from docker.io/library/a:1']);
});

test.each<[kind: string, config: object, key: string]>([
  ['github', {}, 'config.repository'],
  ['github', { repository: 'acme' }, 'config.repository'],
  ['github', { repository: '../app' }, 'config.repository'],
  ['github', { repository: 'acme/..' }, 'config.repository'],
  ['gitlab-files', { project: 'acme/../app' }, 'config.project'],
  ['github', { repository: 'acme/app', host: 'https://x' }, 'config.host'],
  ['github', { repository: 'acme/app', ref: 'a..b' }, 'config.ref'],
  ['github', { repository: 'acme/app', paths: { include: ['/x'] } }, 'config.paths.include.0'],
  ['gitlab-files', { project: 'app' }, 'config.project'],
  ['gitlab-files', { project: 'a/app', api: 'x' }, 'config.api'],
])('%s with %j is not valid', (kind, config, key) => {
  expect(parseSource({ name: 'x', kind, config })).toMatchObject({ issues: [{ key }] });
});
