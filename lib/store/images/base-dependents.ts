import { and, count, eq } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '../database/database.ts';
import { edges } from '../schema/edges.ts';
import { images } from '../schema/images.ts';
import { filterCondition } from './filter-sql.ts';

/** How many of the images under a filter name each digest as that of their direct base; those that name none are left out. */
export async function countByBaseDigest(db: Database, filter: Filter): Promise<Map<string, number>> {
  const rows = await db
    .select({ digest: edges.baseDigest, images: count() })
    .from(images)
    .innerJoin(edges, and(eq(edges.imageId, images.id), eq(edges.depth, 0)))
    .where(filterCondition(filter))
    .groupBy(edges.baseDigest);
  return new Map(rows.flatMap((row) => (row.digest === null ? [] : [[row.digest, row.images] as const])));
}
