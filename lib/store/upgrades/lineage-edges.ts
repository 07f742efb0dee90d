import { and, asc, gt, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { rebuildEdges } from '../edges/write-edges.ts';
import { images } from '../schema/images.ts';
import { readFlag, writeFlag } from '../service/flags.ts';

/** Set once every tracked image with a verdict has its edges. */
const FLAG = 'lineage-edges';
/** Verdicts per batch, to limit memory. */
const BATCH = 500;

/** Writes the edges of verdicts that earlier versions stored, once. One process at a time calls this. */
export async function fillEdges(db: Database): Promise<void> {
  if (await readFlag(db, FLAG, z.literal(true))) return;
  for (let after: string | undefined; ; ) {
    const rows: { id: string }[] = await db
      .select({ id: images.id })
      .from(images)
      .where(and(isNotNull(images.verdictId), after === undefined ? undefined : gt(images.id, after)))
      .orderBy(asc(images.id))
      .limit(BATCH);
    const ids = rows.map(({ id }) => id);
    await db.transaction((transaction) => rebuildEdges(transaction, ids));
    after = ids.at(-1);
    if (ids.length < BATCH) break;
  }
  await writeFlag(db, FLAG, true);
}
