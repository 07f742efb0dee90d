import { and, count, isNotNull, min, type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { filterCondition, fleetCondition } from './filter-sql.ts';
import { fleetAt } from './fleet-at.ts';
import { MENTIONED_NOW } from './mention-sql.ts';

/** How many images under a filter have each status, now or at a time; statuses without images are left out. */
export async function countByStatus(db: Database, filter: Filter, at?: Date): Promise<Map<Status, number>> {
  const rows = await db
    .select({ status: images.status, images: count() })
    .from(fleetAt(at))
    .where(fleetCondition(filter, at))
    .groupBy(images.status);
  return new Map(rows.map((row) => [row.status, row.images]));
}

/** How many images under a filter have each status and are snoozed now. */
export async function countSnoozed(db: Database, filter: Filter): Promise<Partial<Record<Status, number>>> {
  const rows = await db
    .select({ status: images.status, images: count() })
    .from(images)
    .where(and(filterCondition(filter), isNotNull(images.holdId)))
    .groupBy(images.status);
  return Object.fromEntries(rows.map((row) => [row.status, row.images]));
}

/** Of images: how many sources mention now, how many of those run, are stale too, or cannot be pulled again where they run. */
export interface MentionCounts {
  readonly images: number;
  readonly running: number;
  readonly staleRunning: number;
  readonly cannotPull: number;
}

/** What sources say of the images under a filter. */
export async function countMentioned(db: Database, filter: Filter): Promise<MentionCounts> {
  const number = (where: SQL) => sql<number>`(count(*) filter (where ${where}))::int`;
  const [row] = await db
    .select({
      images: count(),
      running: number(sql`named.runs`),
      staleRunning: number(sql`${images.status} = 'stale' and named.runs`),
      cannotPull: number(sql`named.cannot_pull`),
    })
    .from(images)
    .innerJoin(sql`${MENTIONED_NOW} named`, sql`named.reference = ${images.reference}`)
    .where(filterCondition(filter));
  return row ?? NOT_MENTIONED;
}

/** No source mentions any image. */
export const NOT_MENTIONED: MentionCounts = { images: 0, running: 0, staleRunning: 0, cannotPull: 0 };

/** A base and the images directly based on it. */
export interface BaseLoad {
  readonly name: string;
  readonly stale: number;
  readonly images: number;
  /** Since when the first of them is behind this base. */
  readonly movedAt: Date | null;
}

/** The bases of the images under a filter, now or at a time, the one with most stale images first. */
export async function loadBases(db: Database, filter: Filter, at?: Date): Promise<BaseLoad[]> {
  const stale = sql<number>`(count(*) filter (where ${images.status} = 'stale'))::int`;
  const rows = await db
    .select({ name: images.baseName, stale, images: count(), movedAt: min(images.behindSince) })
    .from(fleetAt(at))
    .where(and(fleetCondition(filter, at), isNotNull(images.baseName)))
    .groupBy(images.baseName)
    .orderBy(sql`${stale} desc, count(*) desc, ${images.baseName}`);
  return rows.flatMap(({ name, ...load }) => (name === null ? [] : [{ name, ...load }]));
}
