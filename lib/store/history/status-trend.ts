import { type SQL, sql } from 'drizzle-orm';
import { type Filter, termsOf } from '#lib/lineage/filter/filter.ts';
import { NOT_CHECKED, STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import type { Database } from '../database/database.ts';
import { pastFleetCondition } from '../images/filter-sql.ts';
import { everTracked } from '../images/fleet-at.ts';
import { images } from '../schema/images.ts';

/** The number of images with each status at one time. */
export interface StatusCounts {
  readonly at: Date;
  readonly counts: Readonly<Record<Status, number>>;
}

/** Images with a status at the points with these indexes, from `begin` up to but not including `end`. */
interface Span extends Record<string, unknown> {
  readonly status: Status;
  readonly begin: number;
  readonly end: number;
  readonly images: number;
}

/** Every verdict's status with the time in which it was valid, and `pending` before the first; called `images`. */
const SPANS = sql`(
  select member.*, verdict.status, verdict.lineage ->> 'digest' as digest, verdict.behind_since,
    verdict.base_name, verdict.ancestors, verdict.platforms, verdict.at as since, verdict.superseded_at as until
  from verdicts verdict join ${everTracked()} as member on member.id = verdict.image_id
  union all
  select member.*, ${NOT_CHECKED}::text, null, null::timestamptz,
    null, '{}', '{}', member.added_at, least(first.at, member.forgotten_at)
  from ${everTracked()} as member
    left join verdicts first on first.image_id = member.id and first.previous_status is null
) as images`;

/**
 * The number of images under a filter with each status at each of these times, which must be in order. The filter is
 * compared with the fleet as it was at each time. Takes one pass over the verdicts that were valid at any of them.
 */
export async function readStatusTrend(
  db: Database,
  filter: Filter,
  moments: readonly Date[],
): Promise<StatusCounts[]> {
  const [first, last] = [moments[0], moments.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (termsOf(filter).some(({ key }) => key === 'behind')) return countAtEach(db, filter, moments);
  const places = sql`${sql.param(moments.map((moment) => moment.toISOString()))}::timestamptz[]`;
  const { rows } = await db.execute<Span>(sql`
    select status, ${place(sql`since`, places)} as begin,
      coalesce(${place(sql`until`, places)}, ${moments.length}) as end, count(*)::int as images
    from ${SPANS}
    where since <= ${last.toISOString()}::timestamptz
      and (until is null or until > ${first.toISOString()}::timestamptz)
      and ${pastFleetCondition(filter, sql`now()`) ?? sql`true`}
    group by 1, 2, 3`);
  return sum(rows, moments);
}

/** For filters that begin and cease to match while a verdict is valid: compares each verdict at each time. */
async function countAtEach(db: Database, filter: Filter, moments: readonly Date[]): Promise<StatusCounts[]> {
  const times = sql`${sql.param(moments.map((moment) => moment.toISOString()))}::timestamptz[]`;
  const { rows } = await db.execute<Span>(sql`
    select status, (moments.place - 1)::int as begin, moments.place::int as end, count(*)::int as images
    from unnest(${times}) with ordinality as moments(at, place)
      join ${SPANS} on since <= moments.at and (until is null or until > moments.at)
    where ${pastFleetCondition(filter, sql`moments.at`) ?? sql`true`}
    group by 1, 2, 3`);
  return sum(rows, moments);
}

/** The number of points before a time (in milliseconds). */
function place(time: SQL, places: SQL): SQL {
  return sql`width_bucket(${time} - interval '1 millisecond', ${places})`;
}

/** Sums up the statuses that begin and end at each point. */
function sum(spans: readonly Span[], moments: readonly Date[]): StatusCounts[] {
  const changes = moments.map(() => new Map<Status, number>());
  const add = (at: number, status: Status, images: number) => {
    const change = changes[at];
    change?.set(status, (change.get(status) ?? 0) + images);
  };
  for (const { status, begin, end, images } of spans) {
    if (begin >= end) continue;
    add(begin, status, images);
    add(end, status, -images);
  }
  const running = new Map<Status, number>();
  return moments.map((at, index) => {
    for (const [status, change] of changes[index] ?? []) {
      running.set(status, (running.get(status) ?? 0) + change);
    }
    const counts = Object.fromEntries(STATUS.map((status) => [status, running.get(status) ?? 0]));
    return { at, counts: counts as Record<Status, number> };
  });
}

/** When the first image was tracked; null if none ever was. */
export async function firstTrackedAt(db: Database): Promise<Date | null> {
  const [row] = await db
    .select({ first: sql<Date | null>`min(added_at)`.mapWith(images.addedAt) })
    .from(sql`${everTracked()} as member`);
  return row?.first ?? null;
}
