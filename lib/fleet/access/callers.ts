import { type Caller, permissionsOf, type Role } from '#lib/access/roles.ts';
import { findApiToken, touchApiToken } from '#lib/store/access/api-tokens.ts';
import { type StoredPerson, touchPerson } from '#lib/store/access/people.ts';
import { findSession, touchSession } from '#lib/store/access/sessions.ts';
import { type AccessContext, isOpen } from './context.ts';
import { roleOfPerson } from './oidc/claims.ts';
import { hashOf, hashUnder } from './secrets.ts';

const OPERATOR = { name: 'operator', role: 'admin', account: 'operator' } as const;
/** How exact "last seen" is: a write for each request would be the busiest of all. */
const SEEN_EVERY_MS = 60_000;

/** Who holds the server's own token, or sits at the machine of a server where nobody can log in. */
export function operator(via: Caller['via'], sessionId: string | null = null): Caller {
  return { ...OPERATOR, permissions: permissionsOf('admin'), via, sessionId };
}

/** Whose session a cookie's value is; undefined for one that is over, ended, or was never. */
export async function callerOfSession(context: AccessContext, value: string): Promise<Caller | undefined> {
  const { db, clock, token } = context;
  const now = clock();
  const byToken = token === undefined ? [] : [hashUnder(token, value)];
  const found = await findSession(db, [hashOf(value), ...byToken], now);
  if (found === undefined) return undefined;
  const { session, person } = found;
  const caller =
    person === null ? operator('session', session.id) : personCaller(context, person, session.id);
  if (caller !== undefined && isOld(session.lastSeenAt, now)) {
    await touchSession(db, session.id, now);
    if (person !== null) await touchPerson(db, person.id, now);
  }
  return caller;
}

function personCaller(context: AccessContext, person: StoredPerson, sessionId: string): Caller | undefined {
  const role = roleOfPerson(person, context.oidc);
  if (role === undefined) return undefined;
  const { name, id } = person;
  return { name, role, permissions: permissionsOf(role), account: id, via: 'session', sessionId };
}

/**
 * Who calls with an API token: its maker with its scopes, as far as the maker's role of now goes. Undefined for one
 * that does not exist, is revoked or expired, or whose maker has no access any more.
 */
export async function callerOfApiToken(context: AccessContext, secret: string): Promise<Caller | undefined> {
  const { db, clock } = context;
  const now = clock();
  const found = await findApiToken(db, hashOf(secret));
  if (found === undefined) return undefined;
  const { token, person } = found;
  if (token.revokedAt !== null || token.expiresAt <= now) return undefined;
  const role = person === null ? operatorsRole(context) : roleOfPerson(person, context.oidc);
  if (role === undefined) return undefined;
  if (token.lastUsedAt === null || isOld(token.lastUsedAt, now)) await touchApiToken(db, token.id, now);
  const granted = permissionsOf(role);
  return {
    name: `${person?.name ?? OPERATOR.name} by “${token.name}”`,
    role,
    permissions: token.scopes.filter((scope) => granted.includes(scope)),
    account: person?.id ?? OPERATOR.account,
    via: 'api-token',
    sessionId: null,
    tokenId: token.id,
  };
}

/** There is an operator if a token is configured, or no login at all. */
function operatorsRole(context: AccessContext): Role | undefined {
  return context.token !== undefined || isOpen(context) ? OPERATOR.role : undefined;
}

function isOld(seen: Date, now: Date): boolean {
  return now.getTime() - seen.getTime() > SEEN_EVERY_MS;
}
