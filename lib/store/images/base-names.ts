import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { baseNames, images } from '../schema/images.ts';
import { readFlag, writeFlag } from '../service/flags.ts';

/** When names were deleted last, in milliseconds since the epoch. */
const FLAG = 'base-names-forgotten';
/** They cost little, and looking for them takes a while. */
const EVERY_MS = 24 * 3_600_000;

/** Names that no tracked image has among its bases. */
const UNUSED = sql`not exists (select from ${images} where ${images.baseName} = ${baseNames.name})
  and not exists (select from ${images} where ${images.ancestors} @> array[${baseNames.name}])`;

/** Deletes the names of bases that no tracked image has any more, once a day. */
export async function forgetBaseNames(db: Database, now: Date): Promise<void> {
  const last = (await readFlag(db, FLAG, z.number())) ?? 0;
  if (now.getTime() - last < EVERY_MS) return;
  const { rows } = await db.execute(sql`select from ${baseNames} where ${UNUSED} limit 1`);
  if (rows.length > 0) await deleteUnused(db);
  await writeFlag(db, FLAG, now.getTime());
}

async function deleteUnused(db: Database): Promise<void> {
  await db.transaction(async (transaction) => {
    // Waits for all who write images: one who is not done may have found its names here.
    await transaction.execute(sql`lock table ${images} in share row exclusive mode`);
    await transaction.delete(baseNames).where(UNUSED);
  });
}
