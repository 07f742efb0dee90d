import { and, desc, eq, gt, inArray, isNull, lt, type SQL } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { people, sessions } from '../schema/access.ts';
import { parseStoredPerson, type StoredPerson } from './people.ts';

export type StoredSession = typeof sessions.$inferSelect;

/** A session and its owner; null for the operator. */
export interface OwnedSession {
  readonly session: StoredSession;
  readonly person: StoredPerson | null;
}

/** Opens a session and returns its id. */
export async function openSession(
  db: Database,
  session: Pick<StoredSession, 'hash' | 'personId' | 'agent' | 'createdAt' | 'expiresAt'>,
): Promise<string> {
  const [opened] = await db
    .insert(sessions)
    .values({ ...session, lastSeenAt: session.createdAt })
    .returning({ id: sessions.id });
  if (opened === undefined) throw new Error('the session was not opened');
  return opened.id;
}

const live = (now: Date) => and(isNull(sessions.endedAt), gt(sessions.expiresAt, now));

/** The session with one of these hashes, unless it has expired or ended. */
export async function findSession(
  db: Database,
  hashes: readonly string[],
  now: Date,
): Promise<OwnedSession | undefined> {
  const [found] = await owned(db, and(inArray(sessions.hash, [...hashes]), live(now)));
  return found;
}

/** Open sessions, the last used first: one person's, the operator's (null), or everyone's. */
export function listSessions(
  db: Database,
  whose: string | null | 'everyone',
  now: Date,
): Promise<OwnedSession[]> {
  return owned(db, and(live(now), whose === 'everyone' ? undefined : ownedBy(whose)));
}

async function owned(db: Database, where: SQL | undefined): Promise<OwnedSession[]> {
  const rows = await db
    .select({ session: sessions, person: people })
    .from(sessions)
    .leftJoin(people, eq(people.id, sessions.personId))
    .where(where)
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
  return rows.map(({ session, person }) => ({ session, person: person && parseStoredPerson(person) }));
}

/** Stores when a session was last used. */
export async function touchSession(db: Database, id: string, at: Date): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: at }).where(eq(sessions.id, id));
}

/** Ends a session, only this owner's when one is given; false if it was over already. */
export async function endSession(
  db: Database,
  id: string,
  whose: string | null | 'everyone',
  at: Date,
): Promise<boolean> {
  const where = and(eq(sessions.id, id), live(at), whose === 'everyone' ? undefined : ownedBy(whose));
  return (await end(db, where, at)) > 0;
}

/** Ends all sessions of a person. Returns their number. */
export function endSessionsOf(db: Database, personId: string, at: Date): Promise<number> {
  return end(db, and(ownedBy(personId), live(at)), at);
}

async function end(db: Database, where: SQL | undefined, at: Date): Promise<number> {
  const ended = await db.update(sessions).set({ endedAt: at }).where(where).returning({ id: sessions.id });
  return ended.length;
}

function ownedBy(personId: string | null): SQL {
  return personId === null ? isNull(sessions.personId) : eq(sessions.personId, personId);
}

/** Deletes sessions that were over before a time. */
export async function forgetSessions(db: Database, before: Date): Promise<void> {
  await db.delete(sessions).where(lt(sessions.expiresAt, before));
}
