import { and, count, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import type { Database } from '../database/database.ts';
import { type KeyPart, keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { images } from '../schema/images.ts';
import { fleetCondition } from './filter-sql.ts';
import { fleetAt } from './fleet-at.ts';
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

const SORT_KEYS: Readonly<Record<SortColumn, KeyPart>> = {
  reference: { by: sql`${images.reference}`, type: 'text' },
  baseName: { by: sql`coalesce(${images.baseName}, '')`, type: 'text' },
  // Worst first, because people look for problems.
  status: {
    by: STATUS_RANK,
    type: 'int',
  },
  // The longest behind comes first; images that are not behind come last.
  behindSince: {
    by: sql`coalesce(${images.behindSince}, 'infinity'::timestamptz)`,
    type: 'timestamptz',
  },
  checkedAt: {
    by: sql`coalesce(${images.checkedAt}, '-infinity'::timestamptz)`,
    type: 'timestamptz',
  },
};

/** A page of the tracked images, now or as they were at a time. Throws `CursorError`. */
export async function listImages(db: Database, query: ListQuery): Promise<ListPage> {
  const condition = fleetCondition(query.filter, query.at);
  const sort = SORT_KEYS[query.sort];
  const order = keyset<{ readonly image: TrackedImage; readonly key: string }>(
    `${query.descending ? '-' : ''}${query.sort}`,
    [sort, { by: images.id, type: 'uuid' }],
    ({ image, key }) => [key, image.id],
    query.descending ? 'descending' : 'ascending',
  );
  const [rows, [counted]] = await Promise.all([
    db
      .select({ image: TRACKED, key: sql<string>`${sort.by}::text` })
      .from(fleetAt(query.at))
      .where(and(condition, order.after(query.cursor)))
      .orderBy(...order.orderBy)
      .limit(query.limit + 1),
    db.select({ total: count() }).from(fleetAt(query.at)).where(condition),
  ]);
  const { items, nextCursor } = order.page(rows, query.limit);
  return { items: items.map(({ image }) => image), nextCursor, total: counted?.total ?? 0 };
}
