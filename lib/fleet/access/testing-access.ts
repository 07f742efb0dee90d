import { sql } from 'drizzle-orm';
import { beforeEach } from 'vitest';
import type { Permission } from '#lib/access/roles.ts';
import type { OidcSettings } from '#lib/config/sections/oidc-settings.ts';
import { listAccess, recordAccess } from '#lib/store/access/audit-log.ts';
import { testDatabase } from '#lib/store/testing.ts';
import { makeApiToken } from './api-tokens.ts';
import { createAccessRecord } from './audit-log.ts';
import { callerOfSession } from './callers.ts';
import type { AccessContext } from './context.ts';
import { logInPerson } from './log-in.ts';

export const ISSUER = 'https://login.example.com';
export const OIDC: OidcSettings = {
  issuer: ISSUER,
  clientId: 'baseboard',
  clientSecret: 'secret',
  label: 'Example',
  scopes: ['openid'],
  roles: { claim: 'groups', admin: ['root'], operator: ['ops'], viewer: ['all'] },
  defaultRole: 'none',
};
export const FROM = { address: '192.0.2.1', agent: 'Firefox' };
export const HOUR_MS = 3_600_000;
/** A server's access settings on a test's database, with a clock that the test moves. */
interface Ground {
  readonly context: AccessContext;
  readonly pass: (ms: number) => void;
  /** The same server, started anew with other settings. */
  readonly restarted: (changes: Partial<AccessContext>) => AccessContext;
}

/** A database for a test file about access, emptied of people before each test, and what its tests do with it. */
export function accessTests() {
  const database = testDatabase();

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

  return { database, ground, logIn, callerOf, recorded, make };
}
