import { and, count, eq, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '../database/database.ts';
import { images, verdicts } from '../schema/images.ts';
import { filterCondition } from './filter-sql.ts';

/** How many of the images under a filter name each digest as that of their direct base; those that name none are left out. */
export async function countByBaseDigest(db: Database, filter: Filter): Promise<Map<string, number>> {
  const digest = sql<string | null>`${verdicts.lineage} #>> '{links,0,base,digest}'`;
  const rows = await db
    .select({ digest, images: count() })
    .from(images)
    .innerJoin(verdicts, eq(verdicts.id, images.verdictId))
    .where(and(filterCondition(filter)))
    .groupBy(digest);
  return new Map(rows.flatMap((row) => (row.digest === null ? [] : [[row.digest, row.images] as const])));
}
