import { and, desc, eq, isNull, lte, max, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { scanChunks, scans } from '../schema/scans.ts';
import { tagTurns } from '../schema/tags.ts';

/** What a scan or a chunk of it has done, in images. */
export interface ScanCounts {
  /** Checked: stored, or waiting for others that may be evidence. */
  readonly checked: number;
  readonly done: number;
  /** Not judged because of a fault of Baseboard. */
  readonly failed: number;
  /** Stored with another verdict than before. */
  readonly changed: number;
  /** Stored as "could not be checked". */
  readonly unreachable: number;
  /** Left out because the scan was cancelled. */
  readonly skipped: number;
}

/** The progress of a scan. */
export interface ScanProgress extends ScanCounts {
  readonly id: string;
  /** Its check number: later checks have greater numbers. */
  readonly look: number;
  readonly startedAt: Date;
  readonly total: number;
  readonly cancelledAt: Date | null;
  readonly finishedAt: Date | null;
}

/** A part of a scan: one job. */
export interface ChunkSize {
  readonly registry: string;
  readonly total: number;
}

/** Starts a scan of these chunks, which are numbered from 0. A scan of none is finished at once. */
export async function createScan(
  db: Database,
  chunks: readonly ChunkSize[],
  startedAt: Date,
): Promise<ScanProgress> {
  const total = chunks.reduce((sum, chunk) => sum + chunk.total, 0);
  const finishedAt = total === 0 ? startedAt : null;
  const [row] = await db.insert(scans).values({ total, startedAt, finishedAt }).returning();
  if (!row) throw new Error('the scan was not stored');
  const rows = chunks.map((each, chunk) => ({ scanId: row.id, chunk, ...each, ended: false }));
  if (rows.length > 0) await db.insert(scanChunks).values(rows);
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

/** How many images of each registry a scan has still to check. */
export async function readScanBacklog(db: Database, id: string): Promise<ReadonlyMap<string, number>> {
  const left = sql<number>`sum(${scanChunks.total} - ${scanChunks.checked} - ${scanChunks.failed})::int`;
  const rows = await db
    .select({ registry: scanChunks.registry, left })
    .from(scanChunks)
    .where(and(eq(scanChunks.scanId, id), eq(scanChunks.ended, false)))
    .groupBy(scanChunks.registry);
  return new Map(rows.map(({ registry, left }) => [registry, left]));
}

/**
 * Cancels a scan: jobs that have not started are left out, those that have leave out what they have not begun. One
 * that is finished stays as it is. Returns the progress, or `undefined` if there is no such scan.
 */
export async function cancelScan(db: Database, id: string, at: Date): Promise<ScanProgress | undefined> {
  return db.transaction(async (transaction) => {
    const scan = await lockScan(transaction, id);
    if (scan === undefined || scan.finishedAt !== null || scan.cancelledAt !== null) return scan;
    const waiting = and(eq(scanChunks.scanId, id), eq(scanChunks.begun, false), eq(scanChunks.ended, false));
    const dropped = await transaction
      .update(scanChunks)
      .set({ ended: true, skipped: scanChunks.total })
      .where(waiting)
      .returning({ total: scanChunks.total });
    const skipped = scan.skipped + dropped.reduce((sum, { total }) => sum + total, 0);
    return updateScan(transaction, { ...scan, skipped, cancelledAt: at }, at);
  });
}

/** Ends a scan whose jobs are gone; unchecked images count as failed. `undefined` if it is finished already. */
export async function endScan(db: Database, id: string, at: Date): Promise<ScanProgress | undefined> {
  return db.transaction(async (transaction) => {
    const scan = await lockScan(transaction, id);
    if (scan === undefined || scan.finishedAt !== null) return undefined;
    await transaction.update(scanChunks).set({ ended: true }).where(eq(scanChunks.scanId, id));
    const failed = scan.total - scan.done - scan.skipped;
    return updateScan(transaction, { ...scan, failed }, at);
  });
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

/** When the latest scan finished, or the latest tags were requested because they were due; null if neither ever was. */
export async function lastCheckAt(db: Database, now: Date): Promise<Date | null> {
  const [turn] = await db.select({ at: max(tagTurns.claimedAt) }).from(tagTurns);
  const times = [turn?.at, await lastScanAt(db, now)].flatMap((at) => at?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.max(...times));
}

/** A chunk whose job starts, with what an interrupted run of it has counted. */
export interface BegunChunk {
  readonly scan: ScanProgress;
  readonly before: ScanCounts;
}

/** Notes that a chunk's job starts. `undefined` if nothing is to be done: it is counted for good, or has no scan. */
export async function beginChunk(
  db: Database,
  scanId: string,
  chunk: number,
  size: ChunkSize,
): Promise<BegunChunk | undefined> {
  return db.transaction(async (transaction) => {
    const scan = await lockScan(transaction, scanId);
    if (scan === undefined) return undefined;
    const [row] = await transaction
      .insert(scanChunks)
      // Earlier versions stored no row before a chunk's end.
      .values({ scanId, chunk, ...size, begun: true, ended: false })
      .onConflictDoUpdate({ target: [scanChunks.scanId, scanChunks.chunk], set: { begun: true } })
      .returning();
    return row === undefined || row.ended ? undefined : { scan, before: row };
  });
}

/**
 * Stores what a chunk has done so far, or in all if it is `ended`, and returns the scan's progress. Counts of a job that
 * runs again replace those of the first run once they are higher. A chunk that is counted for good stays as it is.
 */
export async function saveChunk(
  db: Database,
  scanId: string,
  chunk: number,
  counts: ScanCounts,
  ended: boolean,
  at: Date,
): Promise<ScanProgress | undefined> {
  return db.transaction(async (transaction) => {
    const scan = await lockScan(transaction, scanId);
    if (scan === undefined) return undefined;
    const ofChunk = and(eq(scanChunks.scanId, scanId), eq(scanChunks.chunk, chunk));
    const [before] = await transaction.select().from(scanChunks).where(ofChunk);
    if (before === undefined || before.ended) return scan;
    const isBehind = counts.done + counts.failed < before.done + before.failed;
    if (!ended && isBehind) return scan;
    const now = {
      ...counts,
      checked: ended ? counts.checked : Math.max(counts.checked, before.checked),
    };
    await transaction
      .update(scanChunks)
      .set({ ...now, ended })
      .where(ofChunk);
    const sum = (key: keyof ScanCounts) => scan[key] + now[key] - before[key];
    const summed = {
      checked: sum('checked'),
      done: sum('done'),
      failed: sum('failed'),
      changed: sum('changed'),
      unreachable: sum('unreachable'),
      skipped: sum('skipped'),
    };
    return updateScan(transaction, { ...scan, ...summed }, at);
  });
}

/** Reads a scan and keeps others from changing it until the transaction ends. */
async function lockScan(transaction: Database, id: string): Promise<ScanProgress | undefined> {
  const [scan] = await transaction.select().from(scans).where(eq(scans.id, id)).for('update');
  return scan;
}

/** Stores a scan's progress; it is finished when every image is counted. */
async function updateScan(transaction: Database, scan: ScanProgress, at: Date): Promise<ScanProgress> {
  const { id, look: _look, startedAt: _startedAt, total, ...progress } = scan;
  const isOver = progress.done + progress.failed + progress.skipped >= total;
  const finishedAt = progress.finishedAt ?? (isOver ? at : null);
  await transaction
    .update(scans)
    .set({ ...progress, finishedAt })
    .where(eq(scans.id, id));
  return { ...scan, finishedAt };
}
