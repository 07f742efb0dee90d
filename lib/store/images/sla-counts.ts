import { sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import { AGEING, type Sla, type SlaCounts, slaCutoff, UNDATED } from '#lib/lineage/verdict/sla.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { fleetCondition } from './filter-sql.ts';
import { fleetAt } from './fleet-at.ts';

/** Whether an image is stale for longer than a limit. */
export function isOverdue(sla: Sla, now: Date) {
  return sql`(${images.status} in ${AGEING} and ${images.behindSince} < ${slaCutoff(sla, now).toISOString()}::timestamptz)`;
}

/** Whether it is not known how long an image has been stale, or whether it is. */
function isNotKnown() {
  return sql`(${images.status} in ${UNDATED} or (${images.status} in ${AGEING} and ${images.behindSince} is null))`;
}

/** How many images under a filter are over a limit, now or at a time (`at`); the same rule as `slaStateOf`. */
export async function countOverdue(
  db: Database,
  filter: Filter,
  sla: Sla,
  { now, at }: { readonly now: Date; readonly at?: Date | undefined },
): Promise<SlaCounts> {
  const [row] = await db
    .select({
      overdue: sql<number>`(count(*) filter (where ${isOverdue(sla, at ?? now)}))::int`,
      notKnown: sql<number>`(count(*) filter (where ${isNotKnown()}))::int`,
    })
    .from(fleetAt(at))
    .where(fleetCondition(filter, at));
  return { ...sla, overdue: row?.overdue ?? 0, notKnown: row?.notKnown ?? 0 };
}
