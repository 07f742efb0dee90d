import { asc, gt } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { sampleWrites } from '../schema/service.ts';

/** One change of the sample fleet's registry, in the order of `seq`. */
export type SampleWrite = typeof sampleWrites.$inferSelect;
export type NewSampleWrite = typeof sampleWrites.$inferInsert;

/** Stores a change, for every process to read. */
export async function insertSampleWrite(db: Database, write: NewSampleWrite): Promise<void> {
  await db.insert(sampleWrites).values(write);
}

/** The changes after this number, in order; 0 for all. */
export async function readSampleWrites(db: Database, after: number): Promise<SampleWrite[]> {
  return db.select().from(sampleWrites).where(gt(sampleWrites.seq, after)).orderBy(asc(sampleWrites.seq));
}

/** Deletes all changes. */
export async function deleteSampleWrites(db: Database): Promise<void> {
  await db.delete(sampleWrites);
}
