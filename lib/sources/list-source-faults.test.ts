import { describe, expect, test } from 'vitest';
import type { Handler } from '#lib/registry/testing/test-server.ts';
import { startTestServer } from '#lib/registry/testing/test-server.ts';
import type { SourceListing } from './list-source.ts';
import { mentionsOf } from './listing/mentions-of.ts';
import { reconcile } from './reconcile/reconcile.ts';
import { json, listAgainst, namesOf, sourceOf } from './testing.ts';

const HOST = 'reg.corp:5000';
const source = sourceOf('registry', { registry: HOST });
const hosts = [HOST];

/** A registry of four repositories with three tags each, in pages of two. */
const whole: Handler = ({ url }, response) => {
  const { pathname, searchParams } = new URL(url, 'http://host');
  const repositories = ['a', 'b', 'c/d', 'e'];
  const page = (list: string[], key: string, link: string) => {
    const from = list.indexOf(searchParams.get('last') ?? '') + 1;
    const part = list.slice(from, from + 2);
    const next = from + 2 < list.length ? { link: `<${link}?last=${part.at(-1)}&n=2>; rel="next"` } : {};
    json(response, { [key]: part }, next);
  };
  if (pathname === '/v2/_catalog') return page(repositories, 'repositories', '/v2/_catalog');
  const repository = /^\/v2\/(.*)\/tags\/list$/.exec(pathname)?.[1];
  if (repository === undefined || !repositories.includes(repository)) return json(response, {}, {}, 404);
  page(['1', '2', '3'], 'tags', pathname);
};
const REQUESTS = 2 + 4 * 2;
const ALL = ['a', 'b', 'c/d', 'e'].flatMap((repository) =>
  ['1', '2', '3'].map((tag) => `${HOST}/${repository}:${tag}`),
);
const before = ALL.map((reference) => ({ reference, goneSince: new Date('2026-01-01'), unconfirmed: false }));

/** What is released by a listing, long after every grace period. */
function released(listing: SourceListing): readonly string[] {
  const { release } = reconcile({
    ...{ kind: 'registry', before, holders: new Map(), now: new Date('2026-06-01') },
    listing: { complete: listing.complete, mentions: mentionsOf(listing.tags) },
  });
  return release;
}

/** Serves the whole registry, but answers request `at` with `fault`. */
function failingAt(at: number, fault: Handler): Handler {
  let count = 0;
  return (request, response) => {
    count += 1;
    return count === at ? fault(request, response) : whole(request, response);
  };
}

test('lists everything, page by page', async () => {
  const { listing } = await listAgainst(source, whole, { hosts });
  expect(listing).toMatchObject({ complete: true, problems: [], repositories: 4, requests: REQUESTS });
  expect(namesOf(listing)).toEqual(ALL);
  expect(released(listing)).toEqual([]);
});

const FAULTS: readonly (readonly [string, Handler, string])[] = [
  [
    'cut off',
    (_, response) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write('{"re', () => setImmediate(() => response.destroy()));
    },
    'invalid-answer',
  ],
  ['reset', (_, response) => void response.destroy(), 'unreachable'],
  [
    'a token that lost its right',
    (_, response) => json(response, { errors: [{ code: 'DENIED' }] }, {}, 403),
    'missing-right',
  ],
  ['429 for an hour', (_, response) => json(response, {}, { 'retry-after': '3600' }, 429), 'rate-limited'],
  ['a server error', (_, response) => json(response, {}, {}, 500), 'unreachable'],
  ['no JSON', (_, response) => void response.end('<html>'), 'invalid-answer'],
  ['another document', (_, response) => json(response, { ok: true }), 'invalid-answer'],
  [
    'a foreign link',
    (_, response) =>
      json(
        response,
        { repositories: [], name: 'x', tags: [] },
        { link: '<http://evil.example/v2/_catalog?last=a>; rel="next"' },
      ),
    'refused-address',
  ],
  [
    'a redirect to another host',
    (_, response) => void response.writeHead(302, { location: 'http://evil.example/v2/' }).end(),
    'unsupported',
  ],
];

describe.each(FAULTS)('%s', (_, fault, code) => {
  test('at any page makes the listing incomplete, with the reason, and releases nothing', async () => {
    for (let at = 1; at <= REQUESTS; at += 1) {
      const { listing } = await listAgainst(source, failingAt(at, fault), { hosts });
      expect(listing.complete, `request ${at}`).toBe(false);
      expect(
        listing.problems.map((problem) => problem.code),
        `request ${at}`,
      ).toContain(code);
      expect(released(listing)).toEqual([]);
    }
  });
});

test('a listing resumes where it was stopped, and is then complete', async () => {
  for (let at = 1; at <= REQUESTS; at += 1) {
    const stopped = await listAgainst(
      source,
      failingAt(at, (_, response) => json(response, {}, { 'retry-after': '60' }, 429)),
      { hosts },
    );
    expect(stopped.listing).toMatchObject({
      complete: false,
      problems: [{ code: 'rate-limited', retryAfter: 60 }],
    });
    const { listing } = await listAgainst(source, whole, {
      hosts,
      resume: JSON.parse(JSON.stringify(stopped.listing)),
    });
    expect(listing).toMatchObject({ complete: true, problems: [], checkpoint: undefined, repositories: 4 });
    expect([...new Set(namesOf(listing))]).toEqual(ALL);
    // At most the pages of repositories and of tags where it stopped are read again.
    expect(stopped.listing.requests + listing.requests).toBeLessThanOrEqual(REQUESTS + 3);
  }
});

test('a repository without access does not hide the others, and the listing stays incomplete when resumed', async () => {
  const closed: Handler = (request, response) =>
    request.url.startsWith('/v2/b/') ? json(response, {}, {}, 401) : whole(request, response);
  const { listing } = await listAgainst(source, closed, { hosts, budget: 7 });
  expect(listing.problems.map(({ code }) => code)).toEqual(['missing-right', 'budget']);
  expect(listing.problems[0]?.message).toMatch(
    /^could not list the tags of reg\.corp:5000\/b: .*it needs the right: pull$/,
  );
  const resumed = await listAgainst(source, closed, { hosts, resume: listing });
  expect(resumed.listing).toMatchObject({ complete: false, checkpoint: undefined });
  expect(resumed.listing.problems.map(({ code }) => code)).toEqual(['missing-right']);
  expect([...new Set(namesOf(resumed.listing))]).toEqual(ALL.filter((name) => !name.includes('/b:')));
});

test('a registry that is down does not get a request for every repository', async () => {
  const { listing, requests } = await listAgainst(
    source,
    (request, response) =>
      request.url.includes('/tags/') ? json(response, {}, {}, 502) : whole(request, response),
    { hosts },
  );
  expect(listing).toMatchObject({ complete: false, checkpoint: { at: 'c/d' } });
  expect(requests.filter(({ url }) => url.includes('/tags/'))).toHaveLength(3);
});

test('the client waits after a 429 with a short delay', async () => {
  const { listing } = await listAgainst(
    source,
    failingAt(4, (_, response) => json(response, {}, { 'retry-after': '0' }, 429)),
    { hosts, retries: 2 },
  );
  expect(listing).toMatchObject({ complete: true, requests: REQUESTS });
});

test('an empty registry is a complete listing, which needs a confirmation before anything is released', async () => {
  const { listing } = await listAgainst(source, (_, response) => json(response, { repositories: [] }), {
    hosts,
  });
  expect(listing).toMatchObject({ complete: true, tags: [] });
  const active = before.map(({ reference }) => ({ reference, goneSince: null, unconfirmed: false }));
  const facts = { kind: 'registry', before: active, holders: new Map(), now: new Date() } as const;
  const result = reconcile({ ...facts, listing: { complete: true, mentions: mentionsOf(listing.tags) } });
  expect(result).toMatchObject({ release: [], warnings: [{ kind: 'shrank', before: 12, missing: 12 }] });
});

test.each([
  ['that lead back', (n: number) => n % 3],
  ['without end', (n: number) => n + 1],
])('pages of repositories %s stop the listing', async (_, following) => {
  const { listing, requests } = await listAgainst(
    source,
    ({ url }, response) => {
      const page = Number(/page=(\d+)/.exec(url)?.[1] ?? 0);
      json(response, { repositories: [] }, { link: `</v2/_catalog?page=${following(page)}>; rel="next"` });
    },
    { hosts, budget: 100_000 },
  );
  expect(listing).toMatchObject({ complete: false, problems: [{ code: 'endless' }], checkpoint: undefined });
  expect(requests.length).toBeLessThanOrEqual(2000);
});

test('a repository without tags is empty, one that is hidden is a problem', async () => {
  const handler =
    (open: boolean): Handler =>
    ({ url }, response) => {
      if (url.startsWith('/v2/_catalog')) return json(response, { repositories: ['gone'] });
      if (url === '/v2/' && open) return json(response, {});
      if (url === '/v2/') return json(response, {}, {}, 401);
      json(response, { errors: [{ code: 'NAME_UNKNOWN' }] }, {}, 404);
    };
  const open = await listAgainst(source, handler(true), { hosts });
  expect(open.listing).toMatchObject({ complete: true, tags: [] });
  const closed = await listAgainst(source, handler(false), { hosts });
  expect(closed.listing).toMatchObject({ complete: false, problems: [{ code: 'missing-right' }] });
});

test('no host besides the configured one gets a request, whatever the answers name', async () => {
  await using trap = await startTestServer((_, response) => void response.end('{}'));
  const faults: Handler[] = [
    (_, response) =>
      json(response, { repositories: ['a'] }, { link: `<${trap.origin}/v2/_catalog?last=a>; rel="next"` }),
    (_, response) => void response.writeHead(307, { location: `${trap.origin}/v2/_catalog` }).end(),
    (_, response) => json(response, {}, { 'www-authenticate': `Bearer realm="${trap.origin}/token"` }, 401),
  ];
  for (const fault of faults) {
    for (const at of [1, 2, 4]) {
      const { listing } = await listAgainst(source, failingAt(at, fault), {
        hosts,
        settings: { username: 'u', password: 'p' },
      });
      expect(listing.complete).toBe(false);
    }
  }
  expect(trap.connections()).toBe(0);
});

test('a caller can abort a listing', async () => {
  const controller = new AbortController();
  const { listing } = await listAgainst(source, whole, {
    hosts,
    signal: controller.signal,
    onStep: () => controller.abort(),
  });
  expect(listing).toMatchObject({ complete: false, problems: [{ code: 'aborted' }] });
  expect(namesOf(listing)).toEqual(ALL.slice(0, 2));
});

test('only repositories under the prefix of a mirror are read', async () => {
  const { listing } = await listAgainst(
    source,
    ({ url }, response) => {
      if (url.startsWith('/v2/_catalog'))
        return json(response, { repositories: ['hub/app', 'other/app', 'hub/Bad', 7] });
      json(response, url.startsWith('/v2/hub/app/tags/list') ? { name: 'hub/app', tags: ['1'] } : {});
    },
    { hosts, mirrorPath: '/hub' },
  );
  expect(namesOf(listing)).toEqual([`${HOST}/app:1`]);
  expect(listing).toMatchObject({ complete: true, skipped: 2 });
});
