import { test as base, expect } from '@playwright/test';
import pMap from 'p-map';
import {
  type Audience,
  belongsTo,
  PERMISSION,
  type Permission,
  permissionsOf,
  type Role,
} from '#lib/access/roles.ts';
import { ACCESS_TABLE, type AccessRow } from '../access-table.ts';
import { addressOf, everythingServed, METHODS } from '../app-routes.ts';
import { type BaseboardWithPeople, startWithPeople, TOKEN } from '../people.ts';

/** Requests under way at a time. */
const AT_ONCE = 8;
const SLOW = 240_000;

/** Who asks: what they send, and what they may do; `permissions` undefined for who is not known. */
interface Kind {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly permissions?: readonly Permission[];
}

const test = base.extend<object, { people: BaseboardWithPeople; known: readonly Kind[] }>({
  people: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const server = await startWithPeople();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: SLOW },
  ],
  known: [async ({ people }, use) => use(await everyKind(people)), { scope: 'worker' }],
});

/** Each role by a session, the server's token, and an API token of each single scope. */
async function everyKind(people: BaseboardWithPeople): Promise<Kind[]> {
  const session = async (role: Role, person: 'vera' | 'oscar' | 'ada'): Promise<Kind> => ({
    name: `the session of a ${role}`,
    headers: { cookie: await people.logIn(person) },
    permissions: permissionsOf(role),
  });
  const owner = { authorization: `Bearer ${TOKEN}` };
  const scoped = async (scope: Permission): Promise<Kind> => {
    const response = await fetch(`${people.url}/api/v1/access/tokens`, {
      method: 'POST',
      headers: { ...owner, 'content-type': 'application/json' },
      body: JSON.stringify({ name: scope, scopes: [scope] }),
    });
    const { token } = (await response.json()) as { token: string };
    return {
      name: `an API token for ${scope}`,
      headers: { authorization: `Bearer ${token}` },
      permissions: [scope],
    };
  };
  return [
    await session('viewer', 'vera'),
    await session('operator', 'oscar'),
    await session('admin', 'ada'),
    { name: 'the server’s token', headers: owner, permissions: PERMISSION },
    ...(await Promise.all(PERMISSION.map(scoped))),
  ];
}

/** What a request came to: its status, the problem's code, and where it leads. */
interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly location: string | null;
  /** A page's own answer to who may not see it. */
  readonly forbidden: boolean;
  /** A part of a page, as Next's browser half asks for it: it leads nowhere by itself. */
  readonly part: boolean;
  /** Whether it tells of any image of the sample fleet. */
  readonly tells: boolean;
}

async function ask(
  url: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  search = '',
): Promise<Outcome> {
  const writes = !['GET', 'HEAD'].includes(method);
  const response = await fetch(url + addressOf(path) + search, {
    method,
    redirect: 'manual',
    headers: { ...(writes ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(writes ? { body: '{}' } : {}),
  });
  const type = response.headers.get('content-type') ?? '';
  const found = { status: response.status, location: response.headers.get('location') };
  // Next sends who asks for a part of a page to the address that only such parts have.
  if (search === '' && found.location?.startsWith(`${addressOf(path)}?_rsc`)) {
    return ask(url, method, path, headers, new URL(found.location, url).search);
  }
  // A stream of events never ends by itself.
  if (type.startsWith('text/event-stream') || method === 'HEAD') {
    await response.body?.cancel();
    return { ...found, code: undefined, forbidden: response.status === 403, part: false, tells: false };
  }
  const text = await response.text();
  const code = type === 'application/problem+json' ? (JSON.parse(text).code as string) : undefined;
  return {
    ...found,
    code,
    forbidden: response.status === 403,
    part: type.startsWith('text/x-component'),
    tells: text.includes('registry.sample.internal/'),
  };
}

/** Runs `look` for every case, some at a time; answers what each complained about. */
async function complaintsOf<T>(
  cases: readonly T[],
  look: (one: T) => Promise<string | undefined>,
): Promise<string[]> {
  const complaints = await pMap(cases, look, { concurrency: AT_ONCE });
  return complaints.filter((complaint) => complaint !== undefined);
}

function pairs<A, B>(some: readonly A[], others: readonly B[]): (readonly [A, B])[] {
  return some.flatMap((one) => others.map((other) => [one, other] as const));
}

const methodsOf = ([method]: AccessRow) =>
  method === 'GET' ? ['GET', 'HEAD'] : [method === 'page' ? 'GET' : method];
const rows = ACCESS_TABLE.flatMap((row) => methodsOf(row).map((method) => ({ row, method, path: row[1] })));
/** The feed is for anyone who does not say who they are; who does is judged by it. */
const askedOf = ([method, path, audience]: AccessRow, { name, headers }: Kind): Audience => {
  if (path === '/feed.atom' && 'authorization' in headers) return 'read';
  // A program ends nobody's sessions and tokens but its own token, which none of these is.
  const ends = method === 'DELETE' && /^\/api\/v1\/access\/(tokens|sessions)\//.test(path);
  return ends && name.startsWith('an API token') ? 'administer' : audience;
};
const endsTheSession = ({ row: [method, path] }: { row: AccessRow }) =>
  method === 'DELETE' && path === '/api/v1/session';

test('the table names everything that is served, and nothing else', () => {
  const served = everythingServed().flatMap(({ file, path, methods }) =>
    (methods === 'page' ? (['page'] as const) : methods).map((method) => ({
      file,
      key: `${method} ${path}`,
    })),
  );
  const named = ACCESS_TABLE.map(([method, path]) => `${method} ${path}`);
  const missing = served
    .filter(({ key }) => !named.includes(key))
    .map(({ file, key }) => {
      const [method, path] = key.split(' ');
      return `${file} is not in e2e/access-table.ts. Add: ['${method}', '${path}', '<what it asks for: read, track, rebase, share, administer, someone or anyone>'],`;
    });
  const gone = named
    .filter((name) => !served.some(({ key }) => key === name))
    .map((name) => `e2e/access-table.ts names ${name}, which no file below app serves: take the row away.`);
  const twice = named
    .filter((name, at) => named.indexOf(name) !== at)
    .map((name) => `e2e/access-table.ts names ${name} twice.`);
  expect([...missing, ...gone, ...twice]).toEqual([]);
});

test('who is known may do what the table says, and nothing else', async ({ people, known }) => {
  test.setTimeout(SLOW);
  const cases = pairs(rows, known).filter(([one, kind]) => !(endsTheSession(one) && kind.headers.cookie));
  expect(cases.length).toBeGreaterThan(800);
  const complaints = await complaintsOf(cases, async ([{ row, method, path }, kind]) => {
    const audience = askedOf(row, kind);
    const caller = { name: '', role: 'admin' as const, permissions: kind.permissions ?? [] };
    const may = audience === 'someone' || belongsTo(audience, caller);
    const { status, code, forbidden, location } = await ask(people.url, method, path, kind.headers);
    const refused =
      status === 401 ||
      code === 'not-permitted' ||
      (location?.startsWith('/login?next') ?? false) ||
      (row[0] === 'page' ? forbidden : method === 'HEAD' && status === 403);
    if (refused !== may) return undefined;
    return `${method} ${path} as ${kind.name}: ${status} ${code ?? ''}, though ${may ? 'it is allowed' : `“${audience}” is missing`}`;
  });
  expect(complaints).toEqual([]);
});

test('writes from other origins are refused whoever sends them', async ({ people, known }) => {
  test.setTimeout(SLOW);
  const own = { origin: people.url };
  const origins: readonly { name: string; headers: Record<string, string>; foreign: boolean }[] = [
    { name: 'no Origin', headers: {}, foreign: false },
    { name: 'its own', headers: { ...own, 'sec-fetch-site': 'same-origin' }, foreign: false },
    { name: 'null', headers: { origin: 'null' }, foreign: true },
    { name: 'another site', headers: { origin: 'https://evil.example' }, foreign: true },
    { name: 'another port', headers: { origin: 'http://127.0.0.1:1' }, foreign: true },
    { name: 'a name that ends alike', headers: { origin: `${people.url}.evil.example` }, foreign: true },
    { name: 'a neighbour, by Sec-Fetch-Site', headers: { 'sec-fetch-site': 'same-site' }, foreign: true },
    {
      name: 'another site, by Sec-Fetch-Site',
      headers: { ...own, 'sec-fetch-site': 'cross-site' },
      foreign: true,
    },
  ];
  const admins = known.filter(({ permissions }) => permissions?.length === PERMISSION.length);
  expect(admins).toHaveLength(2);
  const writes = rows.filter(({ row: [method] }) => method !== 'GET' && method !== 'page');
  const cases = pairs(pairs(writes, origins), [...admins, { name: 'nobody', headers: {} }]).filter(
    ([[one, { foreign }], { headers }]) => foreign || !(endsTheSession(one) && 'cookie' in headers),
  );
  const complaints = await complaintsOf(cases, async ([[{ method, path }, origin], kind]) => {
    const { status, code } = await ask(people.url, method, path, { ...kind.headers, ...origin.headers });
    if ((status === 403 && code === 'foreign-origin') === origin.foreign) return undefined;
    return `${method} ${path} from ${origin.name} as ${kind.name}: ${status} ${code ?? ''}`;
  });
  expect(complaints).toEqual([]);
});

test('a method that a path does not have does nothing for anybody', async ({ people, known }) => {
  test.setTimeout(SLOW);
  const routes = everythingServed().filter(({ methods }) => methods !== 'page');
  const absent = routes.flatMap(({ path, methods }) =>
    METHODS.filter((method) => !methods.includes(method)).map((method) => ({ path, method })),
  );
  const admin = known.find(({ name }) => name === 'the server’s token');
  const complaints = await complaintsOf(
    pairs(absent, [admin?.headers ?? {}, {}]),
    async ([{ path, method }, headers]) => {
      const { status } = await ask(people.url, method, path, headers);
      return [401, 404, 405].includes(status) ? undefined : `${method} ${path}: ${status}`;
    },
  );
  expect(complaints).toEqual([]);
});

test('no answer that depends on who asks is kept by a cache', async ({ people, known }) => {
  const admin = known.find(({ name }) => name === 'the server’s token');
  const guarded = ACCESS_TABLE.filter(([method, , audience]) => method === 'GET' && audience !== 'anyone');
  const complaints = await complaintsOf(guarded, async ([, path]) => {
    const response = await fetch(people.url + addressOf(path), { headers: admin?.headers ?? {} });
    const vary = response.headers.get('vary') ?? '';
    const cache = response.headers.get('cache-control') ?? '';
    await response.body?.cancel();
    const good = /cookie/i.test(vary) && /authorization/i.test(vary) && /no-store/.test(cache);
    return good ? undefined : `GET ${path}: Vary ${vary}; Cache-Control ${cache}`;
  });
  expect(complaints).toEqual([]);
});

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

// Last: after that many wrong tokens this address waits before its right one is heard.
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
