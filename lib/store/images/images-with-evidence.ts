import { eq, sql } from 'drizzle-orm';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import type { Database } from '../database/database.ts';
import { images, verdicts } from '../schema/images.ts';
import { type Selected, selectedCondition } from './selected-images.ts';
import { STATUS_RANK } from './status-rank.ts';
import { TRACKED, type TrackedImage } from './tracked-images.ts';

/** A tracked image with its verdict, all evidence included; null before its first scan. */
export type EvidencedImage = TrackedImage & { readonly lineage: Lineage | null };

/**
 * The selected images with their verdicts and all evidence, worst first, at most `limit`, and their total number.
 * One query reads both, so that they agree. Verdicts are read of no other image.
 */
export async function readEvidencedImages(
  db: Database,
  selected: Selected,
  limit: number,
): Promise<{ readonly items: readonly EvidencedImage[]; readonly total: number }> {
  const order = sql`${STATUS_RANK}, ${images.reference}`;
  const rows = await db
    .select({ ...TRACKED, lineage: verdicts.lineage, total: sql<number>`found.total` })
    .from(images)
    .innerJoin(
      sql`(select ${images.id}, (count(*) over ())::int as total from ${images}
        where ${selectedCondition(selected)} order by ${order} limit ${limit}) found`,
      sql`found.id = ${images.id}`,
    )
    .leftJoin(verdicts, eq(verdicts.id, images.verdictId))
    .orderBy(order);
  return { items: rows.map(({ total: _, ...image }) => image), total: rows[0]?.total ?? 0 };
}
