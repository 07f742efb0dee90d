import type { Caller } from '#lib/access/roles.ts';
import type { KnownPerson } from '#lib/fleet/access/people.ts';
import type { OwnedApiToken } from '#lib/store/access/api-tokens.ts';
import type { AccessEntry } from '#lib/store/access/audit-log.ts';
import type { OwnedSession } from '#lib/store/access/sessions.ts';
import type { AccessEntryView, ApiTokenView, MeView, PersonView, SessionView } from '../contract/access.ts';

/** The name of the operator, who does not log in with the provider. */
const OPERATOR = 'operator';

/** The caller in the contract's format. */
export function presentMe({ name, role, permissions, via }: Caller): MeView {
  return { name, role, permissions: [...permissions], via };
}

/** A token without its secret, for the caller `who`. */
export function presentApiToken({ token, person }: OwnedApiToken, who: Caller, now: Date): ApiTokenView {
  const mine = (token.personId ?? OPERATOR) === who.account;
  const { id, name, hint, scopes, createdAt, expiresAt, lastUsedAt } = token;
  return {
    id,
    name,
    hint,
    scopes: [...scopes],
    maker: person?.name ?? (token.personId === null ? OPERATOR : who.name),
    mine,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expired: expiresAt <= now,
  };
}

/** A session, for the caller `who`. */
export function presentSession({ session, person }: OwnedSession, who: Caller): SessionView {
  const { id, agent, createdAt, lastSeenAt, expiresAt } = session;
  return {
    id,
    name: person?.name ?? OPERATOR,
    current: id === who.sessionId,
    agent,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** A person with the current role. */
export function presentPerson({ person, role, sessions }: KnownPerson): PersonView {
  const { id, name, issuer, firstSeenAt, lastSeenAt } = person;
  return {
    id,
    name,
    issuer,
    role: role ?? null,
    sessions,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  };
}

/** An entry of the access audit log. */
export function presentAccessEntry({ id, at, ...entry }: AccessEntry): AccessEntryView {
  return { ...entry, id: String(id), at: at.toISOString() };
}
