import type { Caller, Permission } from '#lib/access/roles.ts';
import { NotFoundError } from '#lib/fleet/errors.ts';
import {
  listApiTokens as listStored,
  type OwnedApiToken,
  revokeApiToken as revokeStored,
  saveApiToken,
} from '#lib/store/access/api-tokens.ts';
import type { AccessContext } from './context.ts';
import { ScopeError } from './errors.ts';
import { hashOf, newApiToken } from './secrets.ts';
import { personIdOf, reachesAccess, reachOf } from './visible-to.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A token just created: its secret is shown only this once. */
export interface MadeApiToken extends OwnedApiToken {
  readonly secret: string;
}

/**
 * Makes an API token of at most its maker's permissions. An API token makes none: what it makes would outlive it.
 * Throws {@link ScopeError}.
 */
export async function makeApiToken(
  { db, clock, record }: AccessContext,
  who: Caller,
  asked: { readonly name: string; readonly scopes: readonly Permission[]; readonly days: number },
  address: string | null,
): Promise<MadeApiToken> {
  if (who.via === 'api-token')
    throw new ScopeError('An API token makes no other: log in, and make it there.');
  const beyond = asked.scopes.filter((scope) => !who.permissions.includes(scope));
  if (beyond.length > 0)
    throw new ScopeError(`A token has at most its maker’s permissions: you lack ${beyond.join(', ')}.`);
  const { token: secret, hint } = newApiToken();
  const createdAt = clock();
  const token = await saveApiToken(db, {
    hash: hashOf(secret),
    name: asked.name,
    hint,
    scopes: [...new Set(asked.scopes)],
    personId: personIdOf(who),
    createdAt,
    expiresAt: new Date(createdAt.getTime() + asked.days * DAY_MS),
  });
  const detail = `${token.scopes.join(', ')}; until ${token.expiresAt.toISOString().slice(0, 10)}`;
  await record.add({ action: 'token-made', actor: who.name, subject: titleOf(token), address, detail });
  return { token, person: null, secret };
}

/** The tokens that someone may see, expired ones too: their own, an admin everyone's, an API token itself. */
export async function listApiTokens({ db }: AccessContext, who: Caller): Promise<OwnedApiToken[]> {
  const within = await listStored(db, reachOf(who));
  return reachesAccess(who) ? within : within.filter(({ token }) => token.id === who.tokenId);
}

/**
 * Ends a token for good: one's own, and an admin anyone's; an API token itself. Throws `NotFoundError` and
 * {@link ScopeError}.
 */
export async function revokeApiToken(
  { db, clock, record }: AccessContext,
  who: Caller,
  id: string,
  address: string | null,
): Promise<void> {
  if (!reachesAccess(who) && id !== who.tokenId)
    throw new ScopeError(
      'An API token without the scope administer can revoke only itself. Log in and revoke the other one there.',
    );
  const revoked = await revokeStored(db, id, reachOf(who), clock());
  if (revoked === undefined) throw new NotFoundError(`There is no API token with the id ${id}.`);
  const subject = titleOf(revoked);
  await record.add({ action: 'token-revoked', actor: who.name, subject, address, detail: null });
}

/** What the record calls a token. */
export function titleOf({ name, hint }: { readonly name: string; readonly hint: string }): string {
  return `${name} (${hint}…)`;
}
