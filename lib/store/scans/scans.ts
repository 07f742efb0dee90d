import { and, desc, eq, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { scanChunks, scans } from '../schema/scans.ts';

/** The progress of a scan; `failed` counts images that could not be judged at all. */
export interface ScanProgress {
  readonly id: string;
  /** Its check number: later checks have greater numbers. */
  readonly look: number;
  readonly startedAt: Date;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** Starts a scan of `total` images. A scan of none is finished at once. */
export async function createScan(db: Database, total: number, startedAt: Date): Promise<ScanProgress> {
  const finishedAt = total === 0 ? startedAt : null;
  const [row] = await db.insert(scans).values({ total, startedAt, finishedAt }).returning();
  if (!row) throw new Error('the scan was not stored');
  return row;
}

/** A scan's progress, or `undefined`. */
export async function readScan(db: Database, id: string): Promise<ScanProgress | undefined> {
  const [row] = await db.select().from(scans).where(eq(scans.id, id));
  return row;
}

/** The scans that are not finished, oldest first. */
export async function readOpenScans(db: Database): Promise<ScanProgress[]> {
  return db.select().from(scans).where(isNull(scans.finishedAt)).orderBy(scans.look);
}

/** Ends a scan whose jobs are gone; unchecked images count as failed. `undefined` if it is finished already. */
export async function endScan(db: Database, id: string, at: Date): Promise<ScanProgress | undefined> {
  const [row] = await db
    .update(scans)
    .set({ failed: sql`${scans.total} - ${scans.done}`, finishedAt: at })
    .where(and(eq(scans.id, id), isNull(scans.finishedAt)))
    .returning();
  return row;
}

/** When the latest scan before a time finished; null if there is none. */
export async function lastScanAt(db: Database, at: Date): Promise<Date | null> {
  const [row] = await db
    .select({ at: scans.finishedAt })
    .from(scans)
    .where(lte(scans.finishedAt, at))
    .orderBy(desc(scans.finishedAt))
    .limit(1);
  return row?.at ?? null;
}

/** Counts a chunk of a scan once, even if its job ran more than once. Returns the new progress. */
export async function countChunk(
  db: Database,
  scanId: string,
  chunk: number,
  counts: { readonly done: number; readonly failed: number },
  at: Date,
): Promise<ScanProgress | undefined> {
  return db.transaction(async (transaction) => {
    const counted = await transaction
      .insert(scanChunks)
      .values({ scanId, chunk })
      .onConflictDoNothing()
      .returning();
    const { done, failed } = counted.length > 0 ? counts : { done: 0, failed: 0 };
    const [row] = await transaction
      .update(scans)
      .set({
        done: sql`${scans.done} + ${done}`,
        failed: sql`${scans.failed} + ${failed}`,
        finishedAt: sql`case when ${scans.done} + ${scans.failed} + ${done + failed} >= ${scans.total}
          then coalesce(${scans.finishedAt}, ${at.toISOString()}::timestamptz) end`,
      })
      .where(eq(scans.id, scanId))
      .returning();
    return row;
  });
}
