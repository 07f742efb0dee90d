import type { Caller } from '#lib/access/roles.ts';
import { renewClaims, savePerson } from '#lib/store/access/people.ts';
import { endSession, openSession } from '#lib/store/access/sessions.ts';
import type { AccessContext } from './context.ts';
import { type Claims, claimValues, nameOfClaims, roleOfValues } from './oidc/claims.ts';
import { hashOf, hashUnder, newSecret } from './secrets.ts';

/** Where a login comes from. */
export interface LoginFrom {
  readonly address: string | null;
  /** What the browser calls itself. */
  readonly agent: string;
}

/** A session just opened: what the cookie holds, and for how many seconds. */
export interface OpenedSession {
  readonly value: string;
  readonly maxAge: number;
}

const LIFETIME_SECONDS = 12 * 60 * 60;
const MOST_AGENT = 300;

/** Opens a session for who showed the server's token. */
export async function logInOperator(
  context: AccessContext,
  token: string,
  from: LoginFrom,
): Promise<OpenedSession> {
  const value = newSecret();
  await open(context, hashUnder(token, value), null, from);
  await record(context, 'operator', from, 'by the server’s token');
  return { value, maxAge: LIFETIME_SECONDS };
}

/** Opens a session for who the provider says it is; undefined if their claims give no role. */
export async function logInPerson(
  context: AccessContext,
  issuer: string,
  claims: Claims & { readonly sub: string },
  from: LoginFrom,
): Promise<OpenedSession | undefined> {
  const { db, clock, oidc } = context;
  if (oidc === undefined) return undefined;
  const { claim } = oidc.roles;
  const values = claimValues(claims, claim);
  const role = roleOfValues(values, oidc);
  const name = nameOfClaims(claims);
  const seen = { issuer, subject: claims.sub, name, claim, claimValues: values };
  if (role === undefined) {
    // Who had a role and lost it loses what they made with it, too.
    await renewClaims(db, seen);
    const refusal = { actor: name, address: from.address, detail: `no value of “${claim}” gives a role` };
    context.record.refused({ action: 'login-refused', ...refusal });
    return undefined;
  }
  const person = await savePerson(db, seen, clock());
  const value = newSecret();
  await open(context, hashOf(value), person.id, from);
  await record(context, name, from, `as ${role}, by ${oidc.label}`);
  return { value, maxAge: LIFETIME_SECONDS };
}

async function open(context: AccessContext, hash: string, personId: string | null, { agent }: LoginFrom) {
  const createdAt = context.clock();
  const expiresAt = new Date(createdAt.getTime() + LIFETIME_SECONDS * 1000);
  await openSession(context.db, { hash, personId, agent: agent.slice(0, MOST_AGENT), createdAt, expiresAt });
}

function record(
  context: AccessContext,
  actor: string,
  { address }: LoginFrom,
  detail: string,
): Promise<void> {
  return context.record.add({ action: 'login', actor, subject: null, address, detail });
}

/** Ends the session that a caller came with; nothing where they came without. */
export async function logOut(
  { db, clock, record }: AccessContext,
  { sessionId, name }: Pick<Caller, 'sessionId' | 'name'>,
  address: string | null,
): Promise<void> {
  if (sessionId === null || !(await endSession(db, sessionId, 'everyone', clock()))) return;
  await record.add({ action: 'logout', actor: name, subject: null, address, detail: null });
}
