import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mentionsRequest } from '#lib/api/contract/sources.ts';
import { type Handler, startTestServer } from '#lib/registry/testing/test-server.ts';
import { json } from '#lib/sources/testing.ts';
import { baseboard, type RunOptions } from '../testing.ts';

const FILES = {
  'compose.yaml': 'services:\n  web:\n    image: q.io/web:1\n    build: .\n  db: { image: "postgres:17" }\n',
  Dockerfile: 'ARG V\nFROM golang:1 AS build\nFROM alpine:$V\nCOPY --from=build x y\n',
  'k8s/web.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: { containers: [{ name: a, image: "q.io/web:1" }] }\n',
  'src/readme.md': 'FROM scratch\n',
  '.git/Dockerfile': 'FROM no:1\n',
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'baseboard-import-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync('/etc', join(folder, 'etc'));
  symlinkSync('Dockerfile', join(folder, 'Dockerfile.link'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('prints what a folder declares', async () => {
  const { code, out, err } = await baseboard(['import', folder], { disk: true });
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe(`Dockerfile: Dockerfile
     2  docker.io/library/golang:1  FROM, stage build, as in compose.yaml
     3  alpine:$V  FROM, stage 1, the base of the result, as in compose.yaml, not known without $V

compose.yaml: Compose file
     5  docker.io/library/postgres:17  runs, service db
     3  q.io/web:1  is built, service web

k8s/web.yaml: Kubernetes manifest
     4  q.io/web:1  runs, Pod web, container a

3 images in 3 files; 1 name is not known
`);
});

test('reads files by name, and standard input by its content', async () => {
  const options: RunOptions = {
    files: { './x/Dockerfile': '\uFEFFFROM debian:12\n' },
    standardInput: FILES['k8s/web.yaml'],
  };
  const { code, out } = await baseboard(['import', '--format', 'json', './x/Dockerfile', '-'], options);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    ...{ tool: { name: 'baseboard', version: '1.2.3' }, exitCode: 0, complete: true, posted: false },
    files: [
      { path: 'x/Dockerfile', kind: 'dockerfile' },
      { path: 'standard input', kind: 'kubernetes' },
    ],
    mentions: [
      {
        ...{ reference: 'docker.io/library/debian:12', kind: 'declared' },
        place: { file: 'x/Dockerfile', line: 1, how: 'from', stage: 0, final: true },
      },
      {
        ...{ reference: 'q.io/web:1', kind: 'declared' },
        place: { file: 'standard input', line: 4, how: 'image', in: 'Pod web, container a' },
      },
    ],
    ...{ notes: [], unreadable: [] },
  });
});

test('a file that cannot be read is said, and makes the exit code 3', async () => {
  const { code, out, err } = await baseboard(['import', 'compose.yaml', 'Dockerfile'], {
    files: { 'compose.yaml': 'services:\n  a: [', Dockerfile: 'FROM a:1' },
  });
  expect(code).toBe(3);
  expect(out).toMatch(/Not read\n {2}compose\.yaml:2: it is not valid: .+\n\n1 image in 1 file\n$/);
  expect(err).toBe('baseboard: a file could not be read\n');
});

describe('posting', () => {
  async function post(answer: Handler, args: readonly string[] = ['-'], options: RunOptions = {}) {
    await using server = await startTestServer(answer);
    const all = ['import', '--server', `${server.origin}/below/`, '--source', 'a/b', ...args];
    const result = await baseboard(all, {
      ...{ standardInput: FILES['k8s/web.yaml'], files: { token: 'secret\n' }, now: new Date(1234) },
      ...options,
    });
    return { ...result, err: result.err.replaceAll(server.host, 'server'), requests: server.requests };
  }
  const accepted: Handler = (_, response) => json(response, {}, {}, 202);

  test('sends the mentions, compressed, with the token and a sequence', async () => {
    const { code, out, err, requests } = await post(accepted, ['--token-file', 'token', '-']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Posted to source a\/b of 127\.0\.0\.1:\d+\n$/);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      ...{ method: 'POST', url: '/below/api/v1/sources/a%2Fb/mentions' },
      headers: {
        authorization: 'Bearer secret',
        'content-encoding': 'gzip',
        'content-type': 'application/json',
      },
    });
    const body = mentionsRequest.parse(JSON.parse(requests[0]?.body ?? ''));
    expect(body.sequence).toBe(1234);
    expect(body.mentions.map(({ reference }) => reference)).toEqual(['q.io/web:1']);
  });

  test('takes the sequence and the interval that are given', async () => {
    const { requests } = await post(accepted, ['--sequence', '77', '--every', '7d', '-']);
    const { sequence, every } = mentionsRequest.parse(JSON.parse(requests[0]?.body ?? ''));
    expect([sequence, every]).toEqual([77, 7 * 86_400]);
  });

  test.each<[name: string, answer: Handler, error: string]>([
    [
      'an older sequence',
      (_, response) =>
        json(response, { code: 'OUTDATED', detail: 'A newer post was accepted before.' }, {}, 409),
      'A newer post was accepted before; nothing was posted',
    ],
    [
      'another answer',
      (_, response) => void response.writeHead(500).end('<html>'),
      'the server answered 500',
    ],
    [
      'a redirect',
      (_, response) => void response.writeHead(302, { location: 'http://x.test/' }).end(),
      'the request to the server failed',
    ],
  ])('%s fails', async (_, answer, error) => {
    const { code, err, requests } = await post(answer);
    expect(code).toBe(3);
    expect(err).toContain(`baseboard: posting to server failed: ${error}`);
    expect(err).toContain('; nothing was posted\n');
    expect(requests).toHaveLength(1);
  });

  test.each<[name: string, args: readonly string[], options: RunOptions, error: string]>([
    ['nothing is found', ['-'], { standardInput: 'a: b' }, 'no image was found; nothing was posted'],
    [
      'a file is not valid',
      ['compose.yaml', '-'],
      { files: { 'compose.yaml': 'a: [' } },
      'a file could not be read; nothing was posted',
    ],
  ])('posts nothing if %s', async (_, args, options, error) => {
    const { code, err, requests } = await post(accepted, args, options);
    expect([code, err]).toEqual([3, `baseboard: ${error}\n`]);
    expect(requests).toEqual([]);
  });
});

test.each<[args: readonly string[], error: string]>([
  [[], 'no file given'],
  [['-', '-'], '- can be given once'],
  [['-'], 'standard input is empty'],
  [['nope'], 'nope does not exist'],
  [['x', '--server', 'http://a.test'], '--server and --source go together'],
  [['x', '--token-file', 't'], '--token-file needs --server'],
  [['x', '--server', 'http://a.test', '--source', 's', '--sequence', '-1'], '--sequence'],
  [['x', '--every', '1d'], '--every needs --server'],
  [['x', '--server', 'http://a.test', '--source', 's', '--every', '32d'], '--every must be'],
  [['x', '--format', 'sarif'], '--format must be one of text, json'],
])('%j are invalid arguments', async (args, error) => {
  const { code, err, out } = await baseboard(['import', ...args]);
  expect([code, out]).toEqual([64, '']);
  expect(err).toContain(error);
});

test('prints its help', async () => {
  const { code, out } = await baseboard(['import', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('Usage: baseboard import');
});
