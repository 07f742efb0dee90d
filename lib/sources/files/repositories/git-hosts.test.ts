import { describe, expect, test } from 'vitest';
import { json } from '../../testing.ts';
import { COMMIT, fileSource, github, gitlab, readFrom } from './testing-repository.ts';

const SOURCE = fileSource('github', { repository: 'acme/app' });
const PROJECT = fileSource('gitlab-files', { project: 'acme/team/app' });
const FILES = { Dockerfile: 'FROM debian:12\n', '.env': 'PG=17\n', 'src/main.ts': 'x' };

describe('GitHub', () => {
  test.each([
    ['github.com', 'api.github.com', '/repos/acme/app'],
    ['acme.ghe.com', 'api.acme.ghe.com', '/repos/acme/app'],
    ['git.corp:8443', 'git.corp:8443', '/api/v3/repos/acme/app'],
  ])('of %s has its API at %s', async (host, api, path) => {
    const source = fileSource('github', { host, repository: 'acme/app', ref: 'release/1.x' });
    const { listing, requests } = await readFrom(source, github({ Dockerfile: 'FROM a:1' }), {
      hosts: [api],
    });
    expect(listing.complete).toBe(true);
    expect(requests[0]?.url).toBe(`${path}/git/trees/release%2F1.x?recursive=1`);
  });

  test('symbolic links, submodules, and large files are not read', async () => {
    const sha = 'a'.repeat(40);
    const { listing, requests } = await readFrom(
      SOURCE,
      github({}, [
        { path: 'a/Dockerfile', mode: '120000', type: 'blob', sha, size: 5 },
        { path: 'b/Dockerfile', mode: '160000', type: 'commit', sha },
        { path: 'c/Dockerfile', mode: '100644', type: 'blob', sha, size: 2_000_000 },
      ]),
    );
    expect(requests).toHaveLength(1);
    expect(listing).toMatchObject({
      complete: false,
      problems: [{ code: 'too-much', message: 'c/Dockerfile: it is larger than 1 MB' }],
    });
  });

  test('a tree that is cut off is not complete', async () => {
    const { listing } = await readFrom(SOURCE, github({ Dockerfile: 'FROM a:1' }, [], true));
    expect(listing).toMatchObject({ complete: false, files: 1 });
    expect(listing.problems).toEqual([
      { code: 'too-much', message: 'github.com/acme/app has more files than its tree lists at once' },
    ]);
  });

  test('a large tree is read up to its limit', async () => {
    const many = Array.from({ length: 50_001 }, (_, n) => ({
      path: `f${n}.ts`,
      mode: '100644',
      type: 'blob',
      sha: 'a'.repeat(40),
      size: 1,
    }));
    const { listing } = await readFrom(SOURCE, github({ Dockerfile: 'FROM a:1' }, many));
    expect(listing).toMatchObject({ complete: false, files: 1, problems: [{ code: 'too-much' }] });
  });

  test('more files than are read are said, and those of a known kind come first', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`a/${n}.yaml`, `a: ${n}`]));
    const { listing, requests } = await readFrom(SOURCE, github({ ...many, 'z/Dockerfile': 'FROM a:1' }));
    expect(requests).toHaveLength(501);
    expect(listing.mentions).toHaveLength(1);
    expect(listing.problems).toEqual([
      { code: 'too-much', message: 'a/499.yaml: only the first 500 files are read' },
    ]);
  });

  test('a 403 of the rate limit is one', async () => {
    const { listing } = await readFrom(SOURCE, (_, response) =>
      json(response, {}, { 'x-ratelimit-remaining': '0' }, 403),
    );
    expect(listing.problems).toMatchObject([{ code: 'rate-limited' }]);
  });
});

describe('GitLab', () => {
  test('pages of the tree are of one commit', async () => {
    const { listing, requests } = await readFrom(PROJECT, gitlab(FILES, 250));
    expect(listing).toMatchObject({ complete: true, files: 1 });
    const trees = requests.filter(({ url }) => url.includes('/tree?'));
    expect(trees.map(({ url }) => new URL(url, 'http://x').searchParams.get('page_token'))).toEqual([
      null,
      '100',
      '200',
    ]);
    expect(trees.every(({ url }) => url.includes(`ref=${COMMIT}`))).toBe(true);
  });

  test.each([0, 1, 2])('a page of the tree that fails, after %i others', async (before) => {
    let trees = 0;
    const serve = gitlab(FILES, 250);
    const { listing } = await readFrom(PROJECT, (request, response) => {
      if (request.url.includes('/tree?')) trees += 1;
      if (request.url.includes('/tree?') && trees === before + 1) json(response, {}, {}, 500);
      else serve(request, response);
    });
    expect(listing).toMatchObject({ complete: false, mentions: [], problems: [{ code: 'unreachable' }] });
  });

  test('a link that a proxy drops is noticed', async () => {
    const serve = gitlab(FILES, 250);
    const { listing } = await readFrom(PROJECT, (request, response) => {
      const write = response.writeHead.bind(response);
      response.writeHead = ((status: number, headers: Record<string, string>) => {
        const { link: _, ...rest } = headers;
        return write(status, rest);
      }) as typeof response.writeHead;
      serve(request, response);
    });
    expect(listing).toMatchObject({ complete: false, problems: [{ code: 'shorter-than-announced' }] });
  });

  test('a tree of exactly one page is complete', async () => {
    const { listing, requests } = await readFrom(PROJECT, gitlab({ Dockerfile: 'FROM a:1' }, 99));
    expect(listing).toMatchObject({ complete: true, files: 1 });
    expect(requests).toHaveLength(4);
  });

  test('a link to another host is not followed: only its token is used', async () => {
    const { requests } = await readFrom(PROJECT, gitlab(FILES, 150));
    expect(requests.filter(({ url }) => url.includes('page_token=100'))).toHaveLength(1);
  });

  test('pages that lead back are endless', async () => {
    const serve = gitlab(FILES);
    const { listing } = await readFrom(PROJECT, (request, response) => {
      if (!request.url.includes('/tree?')) return serve(request, response);
      json(response, [], { link: '<https://x/?page_token=1>; rel="next"' });
    });
    expect(listing).toMatchObject({ complete: false, problems: [{ code: 'endless' }] });
  });
});
