import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { callerOfApiToken, callerOfSession } from './callers.ts';
import { logInOperator, logInPerson, logOut } from './log-in.ts';
import { endPersonsSessions, listPeople, shutOut } from './people.ts';
import { endSession, forgetOldSessions, listSessions } from './sessions.ts';
import { accessTests, FROM, HOUR_MS, ISSUER, OIDC } from './testing-access.ts';

const { database, ground, logIn, callerOf, recorded, make } = accessTests();

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

  it('are identified by the provider’s id, not by their name', async () => {
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
