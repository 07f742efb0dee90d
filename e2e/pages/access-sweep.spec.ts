import { expect } from '@playwright/test';
import { belongsTo, PERMISSION } from '#lib/access/roles.ts';
import { ACCESS_TABLE, type AccessRow } from '../access-table.ts';
import { addressOf, everythingServed, METHODS } from '../app-routes.ts';
import { ask, askedOf, complaintsOf, pairs, rows, SLOW, test } from './sweep-fixtures.ts';

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
