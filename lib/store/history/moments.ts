import { sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { changeSources } from './change-sources.ts';

/** A moment after which the fleet was another than before. */
export interface Moment {
  /** When the last of its changes had come. */
  readonly at: Date;
  readonly changes: number;
}

/**
 * The latest moments at which a verdict had another status, or an image came or went, under a filter, oldest first.
 * What came within one minute is one moment: a scan writes its verdicts as they come.
 */
export async function readMoments(db: Database, filter: Filter, to: Date, limit: number): Promise<Moment[]> {
  const sources = changeSources(filter, { from: new Date(0), to }, ['status', 'tracked', 'forgotten']);
  const rows = await db
    .select({
      at: sql<Date>`max(at)`.mapWith(images.addedAt),
      changes: sql<number>`count(*)::int`,
    })
    .from(sql`(${sql.join(sources, sql` union all `)}) as changes`)
    .groupBy(sql`date_trunc('minute', at)`)
    .orderBy(sql`1 desc`)
    .limit(limit);
  return rows.toReversed();
}
