import { desc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { scanImages, scans } from './schema.ts';

/** How far a scan is; `failed` counts images that could not be looked at. */
export interface ScanProgress {
  readonly id: string;
  readonly startedAt: Date;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

const PROGRESS = {
  id: scans.id,
  startedAt: scans.startedAt,
  total: scans.total,
  done: scans.done,
  failed: scans.failed,
};

/** Begins a scan of `total` images; one of nothing is finished at once. */
export async function createScan(db: Database, total: number, startedAt: Date): Promise<ScanProgress> {
  const finishedAt = total === 0 ? startedAt : null;
  const [row] = await db.insert(scans).values({ total, startedAt, finishedAt }).returning(PROGRESS);
  if (!row) throw new Error('the scan was not stored');
  return row;
}

/** A scan's progress, or `undefined`. */
export async function readScan(db: Database, id: string): Promise<ScanProgress | undefined> {
  const [row] = await db.select(PROGRESS).from(scans).where(eq(scans.id, id));
  return row;
}

/** When the newest finished scan ended; null where none has. */
export async function lastScanAt(db: Database): Promise<Date | null> {
  const [row] = await db
    .select({ at: scans.finishedAt })
    .from(scans)
    .where(isNotNull(scans.finishedAt))
    .orderBy(desc(scans.finishedAt))
    .limit(1);
  return row?.at ?? null;
}

/** Which of these images the scan has counted already: a job that runs again leaves them alone. */
export async function readCounted(db: Database, scanId: string): Promise<Set<string>> {
  const rows = await db
    .select({ imageId: scanImages.imageId })
    .from(scanImages)
    .where(eq(scanImages.scanId, scanId));
  return new Set(rows.map(({ imageId }) => imageId));
}

/** Counts images of a scan as looked at, each once however often it is told; answers the progress after it. */
export async function countScanned(
  db: Database,
  scanId: string,
  looked: readonly { readonly imageId: string; readonly failed: boolean }[],
  at: Date,
): Promise<ScanProgress | undefined> {
  const rows = JSON.stringify(looked.map(({ imageId, failed }) => ({ image_id: imageId, failed })));
  return db.transaction(async (transaction) => {
    // Takes the scan first: two chunks of one scan count one after the other.
    await transaction.select({ id: scans.id }).from(scans).where(eq(scans.id, scanId)).for('update');
    const { rows: counted } = await transaction.execute<{ failed: boolean }>(sql`
      with looked as (
        select distinct on (image_id) * from jsonb_to_recordset(${rows}::jsonb) as looked(image_id uuid, failed boolean)
      ), counted as (
        insert into scan_images (scan_id, image_id)
        select scans.id, image_id from looked, scans where scans.id = ${scanId}::uuid
        on conflict do nothing returning image_id
      )
      select failed from counted join looked using (image_id)`);
    const failed = counted.filter((each) => each.failed).length;
    const done = counted.length - failed;
    const [progress] = await transaction
      .update(scans)
      .set({
        done: sql`${scans.done} + ${done}`,
        failed: sql`${scans.failed} + ${failed}`,
        finishedAt: sql`case when ${scans.done} + ${scans.failed} + ${counted.length} >= ${scans.total}
          then coalesce(${scans.finishedAt}, ${at.toISOString()}::timestamptz) end`,
      })
      .where(eq(scans.id, scanId))
      .returning(PROGRESS);
    return progress;
  });
}

/** Forgets finished scans that began before a time, and which images they had. */
export async function pruneScans(db: Database, before: Date): Promise<void> {
  await db.delete(scans).where(lt(scans.startedAt, before));
}
