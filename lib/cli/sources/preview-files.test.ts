import { expect, test } from 'vitest';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import { github } from '#lib/sources/files/repositories/testing-repository.ts';
import { baseboard, configFor } from '../testing.ts';

/** Runs `baseboard sources preview` against a GitHub with these files. */
async function preview(files: Record<string, string>, args: readonly string[] = []) {
  await using server = await startTestServer(github(files));
  const config = configFor({ host: 'api.github.com', endpoint: server.origin });
  const command = ['sources', 'preview', '--config', 'baseboard.yaml', '--kind', 'github'];
  const result = await baseboard(
    [...command, '--with', 'repository=acme/app', '--token-file', 'token', ...args],
    {
      files: { 'baseboard.yaml': config, token: 'ghp_x\n' },
    },
  );
  return { ...result, requests: server.requests };
}

test('prints what the files of a repository declare', async () => {
  const { code, out, err, requests } = await preview({
    Dockerfile: 'ARG V\nFROM debian:12 AS a\nFROM alpine:$V\n',
    'k/kustomization.yaml': 'patches: [x]\nimages: [{ name: web, newTag: "2" }]\n',
  });
  expect([code, err]).toEqual([0, '']);
  expect(out).toBe(`github.com/acme/app: 2 images
2 files read

Images
  docker.io/library/debian:12
  docker.io/library/web:2

Not known
  1  alpine:$V

Not evaluated
  k/kustomization.yaml:1: patches are not evaluated

Requests
  3 for each listing
`);
  expect(requests[0]?.headers.authorization).toBe('Bearer ghp_x');
});

test('a file that is not valid makes it incomplete; JSON says the same', async () => {
  const { code, out } = await preview({ 'compose.yaml': 'a: [' }, ['--format', 'json']);
  expect(code).toBe(3);
  expect(JSON.parse(out)).toMatchObject({
    ...{ found: 0, selected: 0, complete: false, files: 1, notes: [] },
    problems: [{ code: 'unreadable', message: expect.stringMatching(/^compose\.yaml:1: it is not valid/) }],
  });
});
