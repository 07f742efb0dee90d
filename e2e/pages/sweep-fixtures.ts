import { test as base } from '@playwright/test';
import pMap from 'p-map';
import { type Audience, PERMISSION, type Permission, permissionsOf, type Role } from '#lib/access/roles.ts';
import { ACCESS_TABLE, type AccessRow } from '../access-table.ts';
import { addressOf } from '../app-routes.ts';
import { type BaseboardWithPeople, startWithPeople, TOKEN } from '../people.ts';

/** Requests under way at a time. */
const AT_ONCE = 8;
/** Time that a sweep may take, in ms. */
export const SLOW = 240_000;

/** A kind of caller: the headers it sends and its permissions, undefined for an anonymous caller. */
export interface Kind {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly permissions?: readonly Permission[];
}

/** Tests of one server, and of everyone that it knows. */
export const test = base.extend<object, { people: BaseboardWithPeople; known: readonly Kind[] }>({
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

/** The answer to a request: its status, the problem's code, and where it redirects. */
interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
  readonly location: string | null;
  /** The page that says that the caller may not see the requested one. */
  readonly forbidden: boolean;
  /** A part of a page, as Next's code in the browser requests it; it does not redirect by itself. */
  readonly part: boolean;
  /** Whether it names any image of the sample fleet. */
  readonly tells: boolean;
}

/** Sends a request and reads the answer; follows a redirect to the address of a page's part. */
export async function ask(
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
  // Next redirects requests for a part of a page to an address that only such parts have.
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

/** Runs `look` for every case, some at a time; returns the complaints. */
export async function complaintsOf<T>(
  cases: readonly T[],
  look: (one: T) => Promise<string | undefined>,
): Promise<string[]> {
  const complaints = await pMap(cases, look, { concurrency: AT_ONCE });
  return complaints.filter((complaint) => complaint !== undefined);
}

/** Each of some with each of others. */
export function pairs<A, B>(some: readonly A[], others: readonly B[]): (readonly [A, B])[] {
  return some.flatMap((one) => others.map((other) => [one, other] as const));
}

const methodsOf = ([method]: AccessRow) =>
  method === 'GET' ? ['GET', 'HEAD'] : [method === 'page' ? 'GET' : method];
/** Each method and path of the table, HEAD beside GET. */
export const rows = ACCESS_TABLE.flatMap((row) =>
  methodsOf(row).map((method) => ({ row, method, path: row[1] })),
);

/** The audience of a row for a caller. The feed is open to anonymous callers; credentials that are sent must be valid. */
export const askedOf = ([method, path, audience]: AccessRow, { name, headers }: Kind): Audience => {
  if (path === '/feed.atom' && 'authorization' in headers) return 'read';
  // An API token can revoke only itself, and none of these rows does.
  const ends = method === 'DELETE' && /^\/api\/v1\/access\/(tokens|sessions)\//.test(path);
  return ends && name.startsWith('an API token') ? 'administer' : audience;
};
