import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { interruptedJobs } from '../schema/service.ts';

/**
 * Stores that a process starts a job that was interrupted before, and returns how many processes have died during it.
 * `known` is how many had before the first note: a job that is interrupted for the first time has none.
 */
export async function beginInterrupted(
  db: Database,
  key: string,
  process: string,
  known: number,
): Promise<number> {
  const [row] = await db
    .insert(interruptedJobs)
    .values({ key, deaths: known, process })
    .onConflictDoUpdate({
      target: interruptedJobs.key,
      set: {
        process,
        // A process that neither ended the job nor gave it back is dead; our own is not.
        deaths: sql`${interruptedJobs.deaths} + case when ${interruptedJobs.process} <> ${process}::uuid then 1 else 0 end`,
      },
    })
    .returning({ deaths: interruptedJobs.deaths });
  if (row === undefined) throw new Error('the interrupted job was not stored');
  return row.deaths;
}

/** Stores that a job ended without killing its process: it may be retried, and its deaths stay known. */
export async function releaseInterrupted(db: Database, key: string): Promise<void> {
  await db.update(interruptedJobs).set({ process: null }).where(eq(interruptedJobs.key, key));
}

/** Forgets that jobs were interrupted, or set aside. */
export async function forgetInterrupted(db: Database, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await db.delete(interruptedJobs).where(inArray(interruptedJobs.key, [...keys]));
}

/** Sets a job aside: it is not retried automatically. */
export async function setAside(db: Database, key: string, at: Date): Promise<void> {
  await db.update(interruptedJobs).set({ process: null, setAsideAt: at }).where(eq(interruptedJobs.key, key));
}

/** Which of these were set aside. */
export async function readSetAside(db: Database, keys: readonly string[]): Promise<ReadonlySet<string>> {
  if (keys.length === 0) return new Set();
  const rows = await db
    .select({ key: interruptedJobs.key })
    .from(interruptedJobs)
    .where(
      sql`${interruptedJobs.setAsideAt} is not null and ${interruptedJobs.key} = any(${sql.param([...keys])}::text[])`,
    );
  return new Set(rows.map(({ key }) => key));
}
