import { and, desc, eq, isNull, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { PERMISSION, type Permission } from '#lib/access/roles.ts';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { apiTokens, people } from '../schema/access.ts';
import { parseStoredPerson, type StoredPerson } from './people.ts';

type ApiTokenRow = typeof apiTokens.$inferSelect;

/** An API token, for programs. */
export interface StoredApiToken extends Omit<ApiTokenRow, 'scopes'> {
  readonly scopes: readonly Permission[];
}

/** A row with its scopes parsed. Scopes that cannot be read permit nothing. */
function parseStoredApiToken(row: ApiTokenRow): StoredApiToken {
  const scopes = z.array(z.enum(PERMISSION));
  return { ...row, scopes: parseStoredOr(scopes, row.scopes, `the scopes of the API token ${row.id}`, []) };
}

/** A token and who created it; null for the operator. */
export interface OwnedApiToken {
  readonly token: StoredApiToken;
  readonly person: StoredPerson | null;
}

/** Stores a new token by its hash. */
export async function saveApiToken(
  db: Database,
  token: Pick<StoredApiToken, 'hash' | 'name' | 'hint' | 'scopes' | 'personId' | 'createdAt' | 'expiresAt'>,
): Promise<StoredApiToken> {
  const [kept] = await db.insert(apiTokens).values(token).returning();
  if (kept === undefined) throw new Error('the token was not stored');
  return parseStoredApiToken(kept);
}

/** The token with this hash, revoked and expired ones included. */
export async function findApiToken(db: Database, hash: string): Promise<OwnedApiToken | undefined> {
  const [found] = await owned(db, eq(apiTokens.hash, hash));
  return found;
}

/** Tokens that are not revoked, newest first: one person's, the operator's (null), or everyone's. */
export function listApiTokens(db: Database, whose: string | null | 'everyone'): Promise<OwnedApiToken[]> {
  return owned(db, and(isNull(apiTokens.revokedAt), whose === 'everyone' ? undefined : madeBy(whose)));
}

async function owned(db: Database, where: SQL | undefined): Promise<OwnedApiToken[]> {
  const rows = await db
    .select({ token: apiTokens, person: people })
    .from(apiTokens)
    .leftJoin(people, eq(people.id, apiTokens.personId))
    .where(where)
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
  return rows.map(({ token, person }) => ({
    token: parseStoredApiToken(token),
    person: person && parseStoredPerson(person),
  }));
}

/** Stores when a token was last used. */
export async function touchApiToken(db: Database, id: string, at: Date): Promise<void> {
  await db.update(apiTokens).set({ lastUsedAt: at }).where(eq(apiTokens.id, id));
}

/** Revokes a token, only if this person created it when one is given; undefined if there is none to revoke. */
export async function revokeApiToken(
  db: Database,
  id: string,
  whose: string | null | 'everyone',
  at: Date,
): Promise<StoredApiToken | undefined> {
  const [revoked] = await revoke(
    db,
    and(eq(apiTokens.id, id), whose === 'everyone' ? undefined : madeBy(whose)),
    at,
  );
  return revoked;
}

/** Revokes all tokens of a person. Returns those that were not revoked before. */
export function revokeApiTokensOf(db: Database, personId: string, at: Date): Promise<StoredApiToken[]> {
  return revoke(db, madeBy(personId), at);
}

async function revoke(db: Database, where: SQL | undefined, at: Date): Promise<StoredApiToken[]> {
  const rows = await db
    .update(apiTokens)
    .set({ revokedAt: at })
    .where(and(isNull(apiTokens.revokedAt), where))
    .returning();
  return rows.map(parseStoredApiToken);
}

function madeBy(personId: string | null): SQL {
  return personId === null ? isNull(apiTokens.personId) : eq(apiTokens.personId, personId);
}
