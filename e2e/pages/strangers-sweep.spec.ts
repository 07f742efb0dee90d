import { expect } from '@playwright/test';
import { TOKEN } from '../people.ts';
import { ask, askedOf, complaintsOf, type Kind, pairs, rows, SLOW, test } from './sweep-fixtures.ts';

const ANY_SECRET = 'A'.repeat(43);
/** What strangers send, in the hope that something believes it. */
const STRANGERS: readonly Kind[] = [
  { name: 'nobody', headers: {} },
  { name: 'a wrong token', headers: { authorization: 'Bearer wrong' } },
  { name: 'a wrong API token', headers: { authorization: `Bearer bb_${ANY_SECRET}` } },
  { name: 'the token as Basic', headers: { authorization: `Basic ${btoa(`operator:${TOKEN}x`)}` } },
  { name: 'a made-up session', headers: { cookie: `baseboard_session=${ANY_SECRET}` } },
  { name: 'a made-up __Host- session', headers: { cookie: `__Host-baseboard_session=${ANY_SECRET}` } },
  ...[
    'proxy',
    'middleware',
    'proxy:proxy:proxy:proxy:proxy',
    'src/middleware:src/middleware:src/middleware:src/middleware:src/middleware',
  ].map((value) => ({
    name: `x-middleware-subrequest ${value}`,
    headers: { 'x-middleware-subrequest': value },
  })),
  { name: 'x-middleware-rewrite', headers: { 'x-middleware-rewrite': '/healthz', 'x-middleware-next': '1' } },
  {
    name: 'x-middleware-override-headers',
    headers: {
      'x-middleware-override-headers': 'host,authorization,cookie',
      'x-middleware-request-host': 'localhost',
      'x-middleware-set-cookie': `baseboard_session=${ANY_SECRET}`,
      'x-middleware-prefetch': '1',
    },
  },
  {
    name: 'x-nextjs-*',
    headers: {
      'x-nextjs-data': '1',
      'x-nextjs-rewrite': '/healthz',
      'x-nextjs-redirect': '/healthz',
      'x-nextjs-matched-path': '/healthz',
      'x-nextjs-prerender': '1',
      'x-nextjs-postponed': '1',
      'x-nextjs-cache': 'HIT',
    },
  },
  {
    name: 'x-invoke-*',
    headers: {
      'x-invoke-path': '/healthz',
      'x-invoke-status': '200',
      'x-invoke-output': '/healthz',
      'x-matched-path': '/healthz',
    },
  },
  { name: 'a part of a page', headers: { rsc: '1' } },
  {
    name: 'a part of a page, beforehand',
    headers: { rsc: '1', 'next-router-prefetch': '1', 'next-url': '/login' },
  },
  {
    name: 'the machine itself, by its word',
    headers: {
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'localhost',
      'x-real-ip': '127.0.0.1',
      forwarded: 'for=127.0.0.1;host=localhost',
      'x-baseboard-path': '/healthz',
    },
  },
  {
    name: 'another address, by its word',
    headers: { 'x-original-url': '/healthz', 'x-rewrite-url': '/healthz', 'x-http-method-override': 'GET' },
  },
];

// In a file of its own, after access-sweep.spec.ts: after this many wrong tokens, the server makes this address wait even
// with the right one.
test('who is not known reaches what is open to anyone, whatever they send', async ({ people, known }) => {
  test.setTimeout(SLOW);
  const owner = { authorization: `Bearer ${TOKEN}` };
  expect((await ask(people.url, 'POST', '/api/v1/sample-fleet', owner)).status).toBe(201);
  // What strangers must not read is there to be read.
  for (const headers of [{}, { rsc: '1' }])
    expect(await ask(people.url, 'GET', '/', { ...known[0]?.headers, ...headers })).toMatchObject({
      tells: true,
    });
  const cases = pairs(rows, STRANGERS);
  expect(cases.length).toBeGreaterThan(1500);
  const complaints = await complaintsOf(cases, async ([{ row, method, path }, kind]) => {
    const [sort] = row;
    const audience = askedOf(row, kind);
    const { status, code, location, part, tells } = await ask(people.url, method, path, kind.headers);
    const toLogin = location?.startsWith('/login?next=') ?? false;
    if (tells) return `${method} ${path} with ${kind.name} tells of the fleet`;
    const refused = sort === 'page' ? toLogin || part : status === 401 || status === 429;
    const open = audience === 'anyone';
    if (refused !== open || (open && part)) return undefined;
    return `${method} ${path} with ${kind.name}: ${status} ${code ?? ''} ${location ?? ''}, though it is for ${audience}`;
  });
  expect(complaints).toEqual([]);
});
