import { and, asc, count, eq, lte, or } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { reportSchedules } from '../schema/report-schedules.ts';

/** A schedule with its last run. */
export type StoredSchedule = typeof reportSchedules.$inferSelect;
/** What a person sets. */
export type ScheduleColumns = Pick<
  StoredSchedule,
  | 'title'
  | 'filter'
  | 'staleDays'
  | 'expiresDays'
  | 'every'
  | 'weekday'
  | 'monthDay'
  | 'hour'
  | 'timeZone'
  | 'channelId'
  | 'recipients'
  | 'enabled'
  | 'origin'
>;
/** What a run changes. */
type RunColumns = Partial<
  Pick<
    StoredSchedule,
    | 'runAt'
    | 'runState'
    | 'attempts'
    | 'outcome'
    | 'statusCode'
    | 'retryAt'
    | 'leasedUntil'
    | 'reportId'
    | 'finishedAt'
    | 'nextAt'
  >
>;

/** All schedules by title. */
export function listSchedules(db: Database): Promise<StoredSchedule[]> {
  return db
    .select()
    .from(reportSchedules)
    .orderBy(asc(reportSchedules.title), asc(reportSchedules.createdAt));
}

export async function countSchedules(db: Database): Promise<number> {
  const [row] = await db.select({ schedules: count() }).from(reportSchedules);
  return row?.schedules ?? 0;
}

export async function insertSchedule(
  db: Database,
  schedule: ScheduleColumns & Pick<StoredSchedule, 'createdAt' | 'createdBy' | 'nextAt'>,
): Promise<StoredSchedule> {
  const [row] = await db.insert(reportSchedules).values(schedule).returning();
  if (row === undefined) throw new Error('a schedule was inserted, and no row came back');
  return row;
}

/** Changes a schedule; `undefined` if it does not exist. */
export async function updateSchedule(
  db: Database,
  id: string,
  columns: Partial<ScheduleColumns> & RunColumns,
): Promise<StoredSchedule | undefined> {
  const [row] = await db.update(reportSchedules).set(columns).where(eq(reportSchedules.id, id)).returning();
  return row;
}

/** Deletes a schedule and returns it; `undefined` if it does not exist. */
export async function deleteSchedule(db: Database, id: string): Promise<StoredSchedule | undefined> {
  const [row] = await db.delete(reportSchedules).where(eq(reportSchedules.id, id)).returning();
  return row;
}

/** Locks a schedule until the transaction ends; `undefined` if it does not exist. */
export async function lockSchedule(transaction: Database, id: string): Promise<StoredSchedule | undefined> {
  const [row] = await transaction
    .select()
    .from(reportSchedules)
    .where(eq(reportSchedules.id, id))
    .for('update');
  return row;
}

/**
 * Locks a schedule that has something to do: its time has come, its failed run is to be tried again, or whoever was
 * sending it has died. Rows that another process has locked are skipped, so no two run the same one.
 */
export async function lockDueSchedule(transaction: Database, now: Date): Promise<StoredSchedule | undefined> {
  const [row] = await transaction
    .select()
    .from(reportSchedules)
    .where(
      or(
        and(eq(reportSchedules.enabled, true), lte(reportSchedules.nextAt, now)),
        and(eq(reportSchedules.runState, 'waiting'), lte(reportSchedules.retryAt, now)),
        and(eq(reportSchedules.runState, 'sending'), lte(reportSchedules.leasedUntil, now)),
      ),
    )
    .orderBy(asc(reportSchedules.nextAt))
    .limit(1)
    .for('update', { skipLocked: true });
  return row;
}
