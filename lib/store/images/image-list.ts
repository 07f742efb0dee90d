import { and, count, or, type SQL, sql } from 'drizzle-orm';
import { type Filter, termsOf } from '#lib/lineage/filter/filter.ts';
import type { SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import type { Database } from '../database/database.ts';
import { type KeyPart, keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { images } from '../schema/images.ts';
import { emptiness, textOrEmpty, timeOrNever } from '../schema/order-keys.ts';
import { fleetCondition } from './filter-sql.ts';
import { fleetAt } from './fleet-at.ts';
import { isRunning } from './mention-sql.ts';
import { STATUS_RANK } from './status-rank.ts';
import { TRACKED, type TrackedImage } from './tracked-images.ts';

/** The requested page of the list. */
export interface ListQuery extends PageRequest {
  readonly filter: Filter;
  readonly sort: SortColumn;
  readonly descending: boolean;
  /** The fleet as it was at this time; now by default. */
  readonly at?: Date | undefined;
}

/** A page of the list; `total` counts all images that match the filter. */
export interface ListPage extends Page<TrackedImage> {
  readonly total: number;
}

/** Ties are in the order of the names; the id makes it total. */
const TIES: readonly KeyPart[] = [
  { by: images.reference, type: 'text', direction: 'ascending' },
  { by: images.id, type: 'uuid', direction: 'ascending' },
];

/** What an order compares. Images that have no value come last in both directions. */
const SORT_KEYS: Readonly<Record<SortColumn, readonly KeyPart[]>> = {
  reference: [{ by: images.reference, type: 'text' }],
  baseName: [emptyLast(images.baseName), { by: textOrEmpty(images.baseName), type: 'text' }, ...TIES],
  // Worst first, because people look for problems.
  status: [{ by: STATUS_RANK, type: 'int' }, ...TIES],
  // The longest behind comes first.
  behindSince: [
    emptyLast(images.behindSince),
    { by: timeOrNever(images.behindSince), type: 'timestamptz' },
    ...TIES,
  ],
  checkedAt: [
    emptyLast(images.checkedAt),
    { by: timeOrNever(images.checkedAt), type: 'timestamptz' },
    ...TIES,
  ],
  // Images that do not run come last in both directions, by status too.
  running: [
    { by: sql`(not ${isRunning(images.reference)})::int`, type: 'int', direction: 'ascending' },
    { by: STATUS_RANK, type: 'int' },
    ...TIES,
  ],
};

/** Orders without an index: every check would change the one; what runs stands in another table. */
const NOT_INDEXED: ReadonlySet<SortColumn> = new Set(['checkedAt', 'running']);

function emptyLast(column: Parameters<typeof emptiness>[0]): KeyPart {
  return { by: emptiness(column), type: 'int', direction: 'ascending' };
}

/** A page of the tracked images, now or as they were at a time. Throws `CursorError`. */
export async function listImages(db: Database, query: ListQuery): Promise<ListPage> {
  const condition = fleetCondition(query.filter, query.at);
  const parts = SORT_KEYS[query.sort];
  const order = keyset<{ readonly key: readonly string[] }>(
    `${query.descending ? '-' : ''}${query.sort}`,
    parts,
    ({ key }) => key,
    query.descending ? 'descending' : 'ascending',
  );
  const page = {
    condition,
    // Without an index, each range would read all images.
    ranges:
      query.at !== undefined || NOT_INDEXED.has(query.sort)
        ? [order.after(query.cursor)]
        : order.ranges(query.cursor),
    orderBy: sql.join(order.orderBy, sql`, `),
    limit: query.limit + 1,
    at: query.at,
  };
  const isSlow = termsOf(query.filter).some(({ key }) => key === 'text');
  const key = sql.join(
    parts.map(({ by }) => sql`${by}::text`),
    sql`, `,
  );
  const [rows, counted] = await Promise.all([
    db
      .select({
        image: TRACKED,
        key: sql<string[]>`array[${key}]`,
        total: isSlow ? sql<number>`found.total` : sql<null>`null`,
      })
      .from(fleetAt(query.at))
      .innerJoin(isSlow ? idsAndTotal(page) : idsInOrder(page), sql`found.id = ${images.id}`)
      .orderBy(page.orderBy)
      .limit(page.limit),
    isSlow ? undefined : countMatching(db, query),
  ]);
  const { items, nextCursor } = order.page(rows, query.limit);
  // A page after the last image has no row that says how many there are.
  const total = counted ?? rows[0]?.total ?? (await countMatching(db, query));
  return { items: items.map(({ image }) => image), nextCursor, total };
}

async function countMatching(db: Database, { filter, at }: ListQuery): Promise<number> {
  const [row] = await db.select({ images: count() }).from(fleetAt(at)).where(fleetCondition(filter, at));
  return row?.images ?? 0;
}

/** Which images a page has: the columns that it shows are read of no others. */
interface PageOfIds {
  readonly condition: SQL | undefined;
  /** Where the page begins, as `Keyset.ranges`; empty for the first page. */
  readonly ranges: readonly (SQL | undefined)[];
  readonly orderBy: SQL;
  readonly limit: number;
  readonly at: Date | undefined;
}

/** The ids of a page, found in the index of its order where that is best. */
function idsInOrder({ condition, ranges, orderBy, limit, at }: PageOfIds): SQL {
  const parts = (ranges.length === 0 ? [undefined] : ranges).map(
    (range) => sql`(select ${images.id} from ${fleetAt(at)} where ${and(range, condition) ?? sql`true`}
      order by ${orderBy} limit ${limit})`,
  );
  return sql`(${sql.join(parts, sql` union all `)}) found`;
}

/** The ids of a page, and how many images match. Compares each image once, for filters that take longer than a sort. */
function idsAndTotal({ condition, ranges, orderBy, limit, at }: PageOfIds): SQL {
  const { id, reference, status, baseName, behindSince, checkedAt } = images;
  return sql`(
    select ${id}, total from (
      select ${sql.join([id, reference, status, baseName, behindSince, checkedAt], sql`, `)}, (count(*) over ())::int as total
      from ${fleetAt(at)} where ${condition ?? sql`true`}) images
    where ${or(...ranges) ?? sql`true`} order by ${orderBy} limit ${limit}) found`;
}
