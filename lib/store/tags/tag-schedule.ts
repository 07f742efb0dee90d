import { sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';

/** A tag that an image depends on: when it is requested, and why then. */
export interface ScheduledTag {
  readonly reference: string;
  /** Whether it is the image's own. */
  readonly own: boolean;
  /** When it was requested last and had an answer; null if it never was. */
  readonly askedAt: Date | null;
  /** When it is requested next; null if that is not decided yet. */
  readonly nextAt: Date | null;
  /** Between two requests. */
  readonly everySeconds: number;
  /** Why that often; null if it is not decided yet. */
  readonly tier: string | null;
  /** Since when it resolves to what it does; null if it was never requested. */
  readonly since: Date | null;
  /** Whether it was seen to move then, not seen for the first time. */
  readonly moved: boolean;
  /** Less often than otherwise, because a hook reports its pushes. */
  readonly byHook: boolean;
}

/** The tags that an image's verdict depends on: its own first, then by name. */
export async function readTagSchedule(db: Database, imageId: string): Promise<ScheduledTag[]> {
  const { rows } = await db.execute<Record<'askedAt' | 'nextAt' | 'since', string | null> & StoredTag>(sql`
    select t.reference, input.own, t.asked_at as "askedAt",
      case when t.claim is null then t.next_check_at else now() end as "nextAt",
      t.interval_seconds as "everySeconds", t.tier, t.since, t.moved, t.by_hook as "byHook"
    from verdict_inputs input join tags t on t.reference = input.tag
    where input.image_id = ${imageId}
    order by input.own desc, t.reference`);
  const time = (value: string | null) => (value === null ? null : new Date(value));
  return rows.map((row) => ({
    ...row,
    askedAt: time(row.askedAt),
    nextAt: time(row.nextAt),
    since: time(row.since),
  }));
}

interface StoredTag extends Record<string, unknown>, Omit<ScheduledTag, 'askedAt' | 'nextAt' | 'since'> {}

/** How many tags are due to be requested, by registry. */
export async function countDueTags(db: Database): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.execute<{ registry: string; due: number }>(sql`
    select registry, count(*)::int as due from tags where next_check_at <= now() group by registry`);
  return new Map(rows.map(({ registry, due }) => [registry, due]));
}
