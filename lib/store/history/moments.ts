import { sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { changeSources } from './change-sources.ts';

/** A moment at which the fleet changed. */
export interface Moment {
  /** The time of its last change. */
  readonly at: Date;
  readonly changes: number;
}

/**
 * The latest moments at which a status changed, or an image was tracked or untracked, under a filter, oldest first.
 * Changes within one minute are one moment, because a scan writes its verdicts one after the other.
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
