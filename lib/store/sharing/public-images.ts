import { and, count, eq, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { Sla } from '#lib/lineage/verdict/sla.ts';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { isPublicName, publicCondition } from '../images/filter-sql.ts';
import { isOverdue } from '../images/sla-counts.ts';
import { images } from '../schema/images.ts';

/** The facts about a public image that anyone may see. */
export interface PublicStatus {
  readonly status: Status;
  readonly behindSince: Date | null;
}

/**
 * The status of the public image with this fully qualified name; `undefined` if it is private, not tracked or
 * `reference` is invalid. The query is the same in every case, so that response times reveal nothing.
 */
export async function readPublicStatus(
  db: Database,
  reference: string | undefined,
): Promise<PublicStatus | undefined> {
  const [row] = await db
    .select({ status: images.status, behindSince: images.behindSince })
    .from(images)
    .where(and(eq(images.reference, reference ?? ''), images.public));
  return row;
}

/** Public images in numbers. */
export interface PublicCounts {
  readonly byStatus: ReadonlyMap<Status, number>;
  /** How many are over the limit; 0 without one. */
  readonly overdue: number;
}

/** The number of public images under a filter with each status, and over a limit; none if the filter is invalid. */
export async function countPublicByStatus(
  db: Database,
  filter: Filter | undefined,
  limit?: { readonly sla: Sla; readonly now: Date },
): Promise<PublicCounts> {
  const over = limit === undefined ? sql`false` : isOverdue(limit.sla, limit.now);
  const rows = await db
    .select({
      status: images.status,
      images: count(),
      overdue: sql<number>`(count(*) filter (where ${over}))::int`,
    })
    .from(images)
    .where(filter === undefined ? sql`false` : publicCondition(filter))
    .groupBy(images.status);
  return {
    byStatus: new Map(rows.map((row) => [row.status, row.images])),
    overdue: rows.reduce((sum, { overdue }) => sum + overdue, 0),
  };
}

/** Those of these names that belong to public images; digests in the names are ignored. */
export async function readPublicNames(db: Database, names: readonly string[]): Promise<Set<string>> {
  if (names.length === 0) return new Set();
  const { rows } = await db.execute<{ name: string }>(
    sql`select name from unnest(${sql.param([...names])}::text[]) as name where ${isPublicName(sql`name`)}`,
  );
  return new Set(rows.map(({ name }) => name));
}
