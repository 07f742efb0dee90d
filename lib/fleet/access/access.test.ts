import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { PERMISSION, type Permission } from '#lib/access/roles.ts';
import type { OidcSettings } from '#lib/config/sections/oidc-settings.ts';
import { listAccess, recordAccess } from '#lib/store/access/audit-log.ts';
import { testDatabase } from '#lib/store/testing.ts';
import { listApiTokens, makeApiToken, revokeApiToken } from './api-tokens.ts';
import { createAccessRecord } from './audit-log.ts';
import { callerOfApiToken, callerOfSession, operator } from './callers.ts';
import type { AccessContext } from './context.ts';
import { logInOperator, logInPerson, logOut } from './log-in.ts';
import { endPersonsSessions, listPeople, shutOut } from './people.ts';
import { endSession, forgetOldSessions, listSessions } from './sessions.ts';

const ISSUER = 'https://login.example.com';
const OIDC: OidcSettings = {
  issuer: ISSUER,
  clientId: 'baseboard',
  clientSecret: 'secret',
  label: 'Example',
  scopes: ['openid'],
  roles: { claim: 'groups', admin: ['root'], operator: ['ops'], viewer: ['all'] },
  defaultRole: 'none',
};
const FROM = { address: '192.0.2.1', agent: 'Firefox' };
const HOUR_MS = 3_600_000;
const database = testDatabase();

interface Ground {
  readonly context: AccessContext;
  readonly pass: (ms: number) => void;
  /** The same server, started anew with other settings. */
  readonly restarted: (changes: Partial<AccessContext>) => AccessContext;
}

function ground(changes: Partial<AccessContext> = {}): Ground {
  let passed = 0;
  const start = new Date('2026-01-01T00:00:00Z').getTime();
  const clock = () => new Date(start + passed);
  const record = createAccessRecord(
    (entry) => recordAccess(database(), entry),
    clock,
    () => {},
  );
  const context = { db: database(), clock, token: 'the-token', oidc: OIDC, record, ...changes };
  return {
    context,
    pass: (ms) => {
      passed += ms;
    },
    restarted: (more) => ({ ...context, ...more }),
  };
}

beforeEach(async () => {
  await database().execute(sql`truncate people, sessions, api_tokens cascade`);
});

/** Logs a person in; answers the cookie's value. */
async function logIn(context: AccessContext, sub: string, ...groups: string[]): Promise<string> {
  const claims = { sub, email: `${sub}@example.com`, groups };
  const session = await logInPerson(context, ISSUER, claims, FROM);
  if (session === undefined) throw new Error(`${sub} was not let in`);
  return session.value;
}

async function callerOf(context: AccessContext, cookie: string) {
  const caller = await callerOfSession(context, cookie);
  if (caller === undefined) throw new Error('the session is over');
  return caller;
}

/** What was recorded last, newest first. */
async function recorded(count: number) {
  const { items } = await listAccess(database(), { limit: count, cursor: undefined });
  return items.map(({ action, actor, subject, detail }) => [action, actor, subject, detail]);
}

const make = (
  context: AccessContext,
  who: Parameters<typeof makeApiToken>[1],
  scopes: readonly Permission[],
) => makeApiToken(context, who, { name: 'ci', scopes, days: 30 }, FROM.address);

describe('sessions', () => {
  it('by the token are the operator’s, for twelve hours', async () => {
    const { context, pass } = ground();
    const { value, maxAge } = await logInOperator(context, 'the-token', FROM);
    expect(maxAge).toBe(12 * 3600);
    expect(await callerOf(context, value)).toMatchObject({ name: 'operator', role: 'admin', via: 'session' });
    expect(await recorded(1)).toEqual([['login', 'operator', null, 'by the server’s token']]);
    pass(12 * HOUR_MS - 1);
    expect(await callerOfSession(context, value)).toBeDefined();
    pass(1);
    expect(await callerOfSession(context, value)).toBeUndefined();
  });

  it('end when the token is changed or taken away', async () => {
    const { context, restarted } = ground();
    const { value } = await logInOperator(context, 'the-token', FROM);
    expect(await callerOfSession(restarted({ token: 'another' }), value)).toBeUndefined();
    expect(await callerOfSession(restarted({ token: undefined }), value)).toBeUndefined();
    expect(await callerOfSession(context, value)).toBeDefined();
  });

  it('are stored so that the database opens nothing', async () => {
    const { context } = ground();
    const { value } = await logInOperator(context, 'the-token', FROM);
    const person = await logIn(context, 'ada', 'root');
    const { rows } = await database().execute(sql`select * from sessions`);
    const text = JSON.stringify(rows);
    for (const secret of [value, person, 'the-token']) expect(text).not.toContain(secret);
    const hashes = rows.map(({ hash }) => String(hash));
    for (const hash of hashes) expect(await callerOfSession(context, hash)).toBeUndefined();
  });

  it('are seen and ended by whose they are, and by an admin', async () => {
    const { context } = ground();
    const ada = await callerOf(context, await logIn(context, 'ada', 'root'));
    const bob = await callerOf(context, await logIn(context, 'bob', 'ops'));
    const other = await logIn(context, 'bob', 'ops');
    expect((await listSessions(context, bob)).map(({ person }) => person?.subject)).toEqual(['bob', 'bob']);
    expect(await listSessions(context, ada)).toHaveLength(3);
    await expect(endSession(context, bob, ada.sessionId ?? '', null)).rejects.toThrow('no session');
    await endSession(context, bob, (await callerOf(context, other)).sessionId ?? '', null);
    expect(await callerOfSession(context, other)).toBeUndefined();
    await endSession(context, ada, bob.sessionId ?? '', null);
    expect(await recorded(2)).toEqual([
      ['sessions-ended', 'ada@example.com', 'bob@example.com', '1 session'],
      ['sessions-ended', 'bob@example.com', 'bob@example.com', '1 session'],
    ]);
    await expect(endSession(context, ada, bob.sessionId ?? '', null)).rejects.toThrow('no session');
  });

  it('end by logging out, once', async () => {
    const { context } = ground();
    const cookie = await logIn(context, 'ada', 'root');
    const caller = await callerOf(context, cookie);
    await logOut(context, caller, null);
    await logOut(context, caller, null);
    expect(await callerOfSession(context, cookie)).toBeUndefined();
    expect((await recorded(2)).map(([action]) => action)).toEqual(['logout', 'login']);
  });

  it('are forgotten a month after they are over', async () => {
    const { context, pass } = ground();
    await logIn(context, 'ada', 'root');
    const count = async () => (await database().execute(sql`select id from sessions`)).rows.length;
    pass(30 * 24 * HOUR_MS);
    await forgetOldSessions(context);
    expect(await count()).toBe(1);
    pass(13 * HOUR_MS);
    await forgetOldSessions(context);
    expect(await count()).toBe(0);
  });

  it('say when they were seen last, to the minute', async () => {
    const { context, pass } = ground();
    const cookie = await logIn(context, 'ada', 'root');
    pass(5 * 60_000);
    const caller = await callerOf(context, cookie);
    const [seen] = await listSessions(context, caller);
    expect(seen?.session.lastSeenAt).toEqual(context.clock());
    expect((await listPeople(context))[0]?.person.lastSeenAt).toEqual(context.clock());
  });
});

describe('people', () => {
  it('have the greatest role that their claims give, and without one stay outside', async () => {
    const { context } = ground();
    expect((await callerOf(context, await logIn(context, 'ada', 'all', 'ops'))).role).toBe('operator');
    const refused = await logInPerson(context, ISSUER, { sub: 'eve', groups: ['x'] }, FROM);
    expect(refused).toBeUndefined();
    expect((await listPeople(context)).map(({ person }) => person.subject)).toEqual(['ada']);
    await context.record.flush();
    await expect
      .poll(() => recorded(1))
      .toEqual([['login-refused', 'eve', null, 'no value of “groups” gives a role']]);
  });

  it('lose at once what the configuration takes from them', async () => {
    const { context, restarted } = ground();
    const cookie = await logIn(context, 'ada', 'root', 'all');
    expect((await callerOf(context, cookie)).role).toBe('admin');
    const less = restarted({ oidc: { ...OIDC, roles: { ...OIDC.roles, admin: [] } } });
    expect((await callerOf(less, cookie)).role).toBe('viewer');
    for (const gone of [
      { ...OIDC, roles: { ...OIDC.roles, admin: [], viewer: [] } },
      { ...OIDC, roles: { ...OIDC.roles, claim: 'roles' } },
      { ...OIDC, issuer: 'https://other.example.com' },
      undefined,
    ])
      expect(await callerOfSession(restarted({ oidc: gone }), cookie)).toBeUndefined();
  });

  it('are told apart by the provider’s id, not by their name', async () => {
    const { context } = ground();
    await logIn(context, 'ada', 'root');
    await logInPerson(context, ISSUER, { sub: 'other', email: 'ada@example.com', groups: ['all'] }, FROM);
    await logInPerson(context, ISSUER, { sub: 'ada', email: 'ada@new.example.com', groups: ['ops'] }, FROM);
    const known = await listPeople(context);
    expect(known.map(({ person, role }) => [person.subject, person.name, role])).toEqual([
      ['other', 'ada@example.com', 'viewer'],
      ['ada', 'ada@new.example.com', 'operator'],
    ]);
  });

  it('lose all their sessions by an admin’s word', async () => {
    const { context } = ground();
    const ada = await callerOf(context, await logIn(context, 'ada', 'root'));
    const cookies = [await logIn(context, 'bob', 'ops'), await logIn(context, 'bob', 'ops')];
    const { account } = await callerOf(context, cookies[0] ?? '');
    await endPersonsSessions(context, ada, account, FROM.address);
    for (const cookie of cookies) expect(await callerOfSession(context, cookie)).toBeUndefined();
    expect(await recorded(1)).toEqual([
      ['sessions-ended', 'ada@example.com', 'bob@example.com', '2 sessions'],
    ]);
    await expect(endPersonsSessions(context, ada, ada.sessionId ?? '', null)).rejects.toThrow('no person');
  });

  it('shut out are out with their tokens, until the provider lets them in again', async () => {
    const { context } = ground();
    const ada = await callerOf(context, await logIn(context, 'ada', 'root'));
    const cookie = await logIn(context, 'bob', 'ops');
    const bob = await callerOf(context, cookie);
    const { secret } = await make(context, bob, ['read']);
    await shutOut(context, ada, bob.account, null);
    expect(await callerOfSession(context, cookie)).toBeUndefined();
    expect(await callerOfApiToken(context, secret)).toBeUndefined();
    expect((await listPeople(context)).find(({ person }) => person.subject === 'bob')?.role).toBeUndefined();
    expect((await recorded(2)).map(([action]) => action)).toEqual(['token-revoked', 'sessions-ended']);
    expect((await callerOf(context, await logIn(context, 'bob', 'ops'))).role).toBe('operator');
    expect(await callerOfApiToken(context, secret)).toBeUndefined();
  });
});

describe('API tokens', () => {
  it('may what their scopes say, under their maker’s name', async () => {
    const { context } = ground();
    const bob = await callerOf(context, await logIn(context, 'bob', 'ops'));
    const { secret, token } = await make(context, bob, ['read', 'track', 'read']);
    expect(secret).toMatch(/^bb_[\w-]{43}$/);
    expect(secret.startsWith(token.hint)).toBe(true);
    expect(await callerOfApiToken(context, secret)).toMatchObject({
      name: 'bob@example.com by “ci”',
      permissions: ['read', 'track'],
      via: 'api-token',
    });
    const { rows } = await database().execute(sql`select * from api_tokens`);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(10));
    expect(await recorded(1)).toEqual([
      ['token-made', 'bob@example.com', `ci (${token.hint}…)`, 'read, track; until 2026-01-31'],
    ]);
  });

  it('are never given more than their maker has', async () => {
    const { context } = ground();
    const eve = await callerOf(context, await logIn(context, 'eve', 'all'));
    for (const scope of PERMISSION.filter((each) => each !== 'read'))
      await expect(make(context, eve, ['read', scope])).rejects.toThrow(`you lack ${scope}`);
    const { secret } = await make(context, eve, ['read']);
    const itself = await callerOfApiToken(context, secret);
    if (itself === undefined) throw new Error('the token is in force');
    await expect(make(context, itself, ['read'])).rejects.toThrow('makes no other');
  });

  it('shrink with their maker’s role, and end with it', async () => {
    const { context } = ground();
    const bob = await callerOf(context, await logIn(context, 'bob', 'root'));
    const { secret } = await make(context, bob, ['read', 'track', 'administer']);
    const permissions = async () => (await callerOfApiToken(context, secret))?.permissions;
    await logIn(context, 'bob', 'ops');
    expect(await permissions()).toEqual(['read', 'track']);
    await logIn(context, 'bob', 'all');
    expect(await permissions()).toEqual(['read']);
    await logInPerson(context, ISSUER, { sub: 'bob', groups: [] }, FROM);
    expect(await permissions()).toBeUndefined();
  });

  it('of the operator are in force while there is one', async () => {
    const { context, restarted } = ground();
    const { secret } = await make(context, operator('token'), ['administer']);
    expect(await callerOfApiToken(context, secret)).toMatchObject({ name: 'operator by “ci”' });
    expect(await callerOfApiToken(restarted({ token: undefined }), secret)).toBeUndefined();
    expect(await callerOfApiToken(restarted({ token: undefined, oidc: undefined }), secret)).toBeDefined();
  });

  it('end by time, and by being revoked', async () => {
    const { context, pass } = ground();
    const bob = await callerOf(context, await logIn(context, 'bob', 'ops'));
    const first = await make(context, bob, ['read']);
    const second = await make(context, bob, ['read']);
    await revokeApiToken(context, bob, first.token.id, null);
    expect(await callerOfApiToken(context, first.secret)).toBeUndefined();
    await expect(revokeApiToken(context, bob, first.token.id, null)).rejects.toThrow('no API token');
    expect((await listApiTokens(context, bob)).map(({ token }) => token.id)).toEqual([second.token.id]);
    pass(30 * 24 * HOUR_MS - 1);
    expect(await callerOfApiToken(context, second.secret)).toBeDefined();
    pass(1);
    expect(await callerOfApiToken(context, second.secret)).toBeUndefined();
  });

  it('are seen and revoked by their maker, and by an admin', async () => {
    const { context } = ground();
    const ada = await callerOf(context, await logIn(context, 'ada', 'root'));
    const bob = await callerOf(context, await logIn(context, 'bob', 'ops'));
    const eve = await callerOf(context, await logIn(context, 'eve', 'all'));
    const { token } = await make(context, bob, ['read']);
    await make(context, operator('token'), ['read']);
    expect(await listApiTokens(context, eve)).toEqual([]);
    expect(await listApiTokens(context, ada)).toHaveLength(2);
    await expect(revokeApiToken(context, eve, token.id, null)).rejects.toThrow('no API token');
    await revokeApiToken(context, ada, token.id, null);
    expect(await listApiTokens(context, bob)).toEqual([]);
  });

  it('end nothing but themselves, and see nothing else, without the scope administer', async () => {
    const { context } = ground();
    const cookie = await logIn(context, 'ada', 'root');
    const ada = await callerOf(context, cookie);
    const other = await make(context, ada, ['read']);
    const programs = [
      await make(context, ada, ['read']),
      await make(context, ada, ['read', 'track', 'share']),
    ];
    for (const { secret, token } of programs) {
      const program = await callerOfApiToken(context, secret);
      if (program === undefined) throw new Error('the token is in force');
      expect((await listApiTokens(context, program)).map((each) => each.token.id)).toEqual([token.id]);
      expect(await listSessions(context, program)).toEqual([]);
      await expect(revokeApiToken(context, program, other.token.id, null)).rejects.toThrow('only itself');
      await expect(endSession(context, program, ada.sessionId ?? '', null)).rejects.toThrow(
        'cannot end sessions',
      );
      await revokeApiToken(context, program, token.id, null);
      expect(await callerOfApiToken(context, secret)).toBeUndefined();
    }
    expect(await callerOfSession(context, cookie)).toBeDefined();
    const admin = await callerOfApiToken(context, (await make(context, ada, ['administer'])).secret);
    if (admin === undefined) throw new Error('the token is in force');
    await revokeApiToken(context, admin, other.token.id, null);
    expect(await callerOfApiToken(context, other.secret)).toBeUndefined();
  });

  it('say when they were used last', async () => {
    const { context, pass } = ground();
    const { secret } = await make(context, operator('token'), ['read']);
    pass(HOUR_MS);
    await callerOfApiToken(context, secret);
    const [used] = await listApiTokens(context, operator('token'));
    expect(used?.token.lastUsedAt).toEqual(context.clock());
  });
});

it.each(['update access_audit set actor = null', 'delete from access_audit', 'truncate access_audit'])(
  'the record stays as it was written: %s',
  async (statement) => {
    const { context } = ground();
    await logInOperator(context, 'the-token', FROM);
    await expect(database().execute(sql.raw(statement))).rejects.toMatchObject({
      cause: { message: 'the record of access is append-only' },
    });
  },
);
