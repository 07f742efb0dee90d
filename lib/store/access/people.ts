import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { people, sessions } from '../schema/access.ts';

type PersonRow = typeof people.$inferSelect;

/** Someone who logged in with the provider. */
export interface StoredPerson extends Omit<PersonRow, 'claimValues'> {
  readonly claimValues: readonly string[];
}

/** A row with its claim's values parsed. Values that cannot be read give no role. */
export function parseStoredPerson(row: PersonRow): StoredPerson {
  const values = z.array(z.string());
  return {
    ...row,
    claimValues: parseStoredOr(values, row.claimValues, `the claim of the person ${row.id}`, []),
  };
}

/** What the login provider says about a person. */
export type SeenPerson = Pick<StoredPerson, 'issuer' | 'subject' | 'name' | 'claim' | 'claimValues'>;

/** Stores a person who just logged in, as the provider describes them now, and ends a block of them. */
export async function savePerson(db: Database, seen: SeenPerson, at: Date): Promise<StoredPerson> {
  const { name, claim, claimValues } = seen;
  const [person] = await db
    .insert(people)
    .values({ ...seen, firstSeenAt: at, lastSeenAt: at })
    .onConflictDoUpdate({
      target: [people.issuer, people.subject],
      set: { name, claim, claimValues, lastSeenAt: at, shutOutAt: null },
    })
    .returning();
  if (person === undefined) throw new Error('the person was not stored');
  return parseStoredPerson(person);
}

/** Updates a known person's claims from the provider; does nothing for an unknown one. */
export async function renewClaims(db: Database, seen: SeenPerson): Promise<void> {
  const { issuer, subject, claim, claimValues } = seen;
  await db
    .update(people)
    .set({ claim, claimValues })
    .where(and(eq(people.issuer, issuer), eq(people.subject, subject)));
}

/** One person, or `undefined`. */
export async function findPerson(db: Database, id: string): Promise<StoredPerson | undefined> {
  const [person] = await db.select().from(people).where(eq(people.id, id));
  return person && parseStoredPerson(person);
}

/** Stores when a person was last active. */
export async function touchPerson(db: Database, id: string, at: Date): Promise<void> {
  await db.update(people).set({ lastSeenAt: at }).where(eq(people.id, id));
}

/** Blocks a person until they log in again. */
export async function blockPerson(db: Database, id: string, at: Date): Promise<void> {
  await db.update(people).set({ shutOutAt: at }).where(eq(people.id, id));
}

/** Everyone who ever logged in, sorted by name, with their number of open sessions. */
export async function listPeople(
  db: Database,
  now: Date,
): Promise<{ person: StoredPerson; sessions: number }[]> {
  const rows = await db
    .select({ person: people, sessions: sql<number>`count(${sessions.id})::int` })
    .from(people)
    .leftJoin(
      sessions,
      and(eq(sessions.personId, people.id), isNull(sessions.endedAt), gt(sessions.expiresAt, now)),
    )
    .groupBy(people.id)
    .orderBy(asc(people.name), asc(people.id));
  return rows.map(({ person, sessions }) => ({ person: parseStoredPerson(person), sessions }));
}
