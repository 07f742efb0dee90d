import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { PERMISSION } from '#lib/access/roles.ts';
import { listApiTokens, revokeApiToken } from './api-tokens.ts';
import { callerOfApiToken, callerOfSession, operator } from './callers.ts';
import { logInPerson } from './log-in.ts';
import { endSession, listSessions } from './sessions.ts';
import { accessTests, FROM, HOUR_MS, ISSUER } from './testing-access.ts';

const { database, ground, logIn, callerOf, recorded, make } = accessTests();

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
