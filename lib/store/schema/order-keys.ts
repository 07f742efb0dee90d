// What lists of images are ordered by. Their indexes and their queries have the same expressions, or no index is used.
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { WORST_FIRST } from '#lib/lineage/vocabulary/status.ts';

/** The place of a status, 1 for the worst. The order is written out, because an index knows no parameters. */
export function statusRank(status: SQLWrapper): SQL<number> {
  return sql<number>`array_position(${sql.raw(`'{${WORST_FIRST.join(',')}}'`)}::text[], ${status})`;
}

/** 1 for a row without a value, which comes last in both directions. */
export function emptiness(column: SQLWrapper): SQL<number> {
  return sql<number>`((${column} is null)::int)`;
}

/** A text, or the empty one. */
export function textOrEmpty(column: SQLWrapper): SQL<string> {
  return sql<string>`coalesce(${column}, '')`;
}

/** A time, or the end of time. */
export function timeOrNever(column: SQLWrapper): SQL {
  return sql`coalesce(${column}, 'infinity'::timestamptz)`;
}
