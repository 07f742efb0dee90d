import { and, count, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import type { Database } from '../database/database.ts';
import { type KeyPart, keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { images } from '../schema/images.ts';
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

/** What an order compares; `emptiness` is 1 for images that have no value, which come last in both directions. */
interface SortKey extends KeyPart {
  readonly emptiness: SQL<number>;
}

const SORT_KEYS: Readonly<Record<SortColumn, SortKey>> = {
  reference: { by: images.reference, type: 'text', emptiness: sql`0::int` },
  baseName: { ...valueOr(images.baseName, sql`''`), type: 'text' },
  // Worst first, because people look for problems.
  status: { by: STATUS_RANK, type: 'int', emptiness: sql`0::int` },
  // The longest behind comes first.
  behindSince: { ...valueOr(images.behindSince, sql`'infinity'::timestamptz`), type: 'timestamptz' },
  checkedAt: { ...valueOr(images.checkedAt, sql`'infinity'::timestamptz`), type: 'timestamptz' },
  // Images that do not run come last in both directions, by status too.
  running: { by: STATUS_RANK, type: 'int', emptiness: sql`(not ${isRunning(images.reference)})::int` },
};

function valueOr(column: SQLWrapper, instead: SQL) {
  return { by: sql`coalesce(${column}, ${instead})`, emptiness: sql<number>`(${column} is null)::int` };
}

/** Ties are in the order of the names; the id makes it total. */
const TIES: readonly KeyPart[] = [
  { by: images.reference, type: 'text', direction: 'ascending' },
  { by: images.id, type: 'uuid', direction: 'ascending' },
];

/** A page of the tracked images, now or as they were at a time. Throws `CursorError`. */
export async function listImages(db: Database, query: ListQuery): Promise<ListPage> {
  const condition = fleetCondition(query.filter, query.at);
  const sort = SORT_KEYS[query.sort];
  const order = keyset<{ readonly image: TrackedImage; readonly key: readonly [string, string] }>(
    `${query.descending ? '-' : ''}${query.sort}`,
    [{ by: sort.emptiness, type: 'int', direction: 'ascending' }, sort, ...TIES],
    ({ image, key }) => [...key, image.reference, image.id],
    query.descending ? 'descending' : 'ascending',
  );
  const [rows, [counted]] = await Promise.all([
    db
      .select({
        image: TRACKED,
        key: sql<[string, string]>`array[${sort.emptiness}::text, ${sort.by}::text]`,
      })
      .from(fleetAt(query.at))
      .where(and(condition, order.after(query.cursor)))
      .orderBy(...order.orderBy)
      .limit(query.limit + 1),
    db.select({ total: count() }).from(fleetAt(query.at)).where(condition),
  ]);
  const { items, nextCursor } = order.page(rows, query.limit);
  return { items: items.map(({ image }) => image), nextCursor, total: counted?.total ?? 0 };
}
