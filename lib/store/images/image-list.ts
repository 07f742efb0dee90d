import { and, asc, count, desc, type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter/filter.ts';
import type { SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import { decodeCursor, encodeCursor } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';
import { images } from '../schema/images.ts';
import { filterCondition } from './filter-sql.ts';
import { fleetAt } from './fleet-at.ts';
import { STATUS_RANK } from './status-rank.ts';
import { TRACKED, type TrackedImage } from './tracked-images.ts';

/** One page of a list that is asked for. */
export interface ListQuery {
  readonly filter: Filter;
  readonly sort: SortColumn;
  readonly descending: boolean;
  readonly limit: number;
  readonly cursor: string | undefined;
  /** As the fleet was then. */
  readonly at?: Date | undefined;
}

/** A page; `nextCursor` is null on the last, `total` counts all that the filter matches. */
export interface ListPage {
  readonly items: readonly TrackedImage[];
  readonly nextCursor: string | null;
  readonly total: number;
}

interface SortKey {
  /** Never null, so that keys can be compared. */
  readonly expression: SQL;
  readonly cast: 'text' | 'int' | 'timestamptz';
}

const SORT_KEYS: Readonly<Record<SortColumn, SortKey>> = {
  reference: { expression: sql`${images.reference}`, cast: 'text' },
  baseName: { expression: sql`coalesce(${images.baseName}, '')`, cast: 'text' },
  status: {
    // Worst first, as people look for trouble.
    expression: STATUS_RANK,
    cast: 'int',
  },
  // Longest behind first; those not behind come last.
  behindSince: {
    expression: sql`coalesce(${images.behindSince}, 'infinity'::timestamptz)`,
    cast: 'timestamptz',
  },
  checkedAt: {
    expression: sql`coalesce(${images.checkedAt}, '-infinity'::timestamptz)`,
    cast: 'timestamptz',
  },
};

/** One page of the tracked images, now or as they were; throws `CursorError`. */
export async function listImages(db: Database, query: ListQuery): Promise<ListPage> {
  const condition = filterCondition(query.filter);
  const { expression, cast } = SORT_KEYS[query.sort];
  const order = `${query.descending ? '-' : ''}${query.sort}`;
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, order);
  const direction = query.descending ? sql`<` : sql`>`;
  const beyond =
    after &&
    sql`(${expression}, ${images.id}) ${direction} (${after.key}::${sql.raw(cast)}, ${after.id}::uuid)`;
  const by = query.descending ? desc : asc;
  const [rows, [counted]] = await Promise.all([
    db
      .select({ image: TRACKED, key: sql<string>`${expression}::text` })
      .from(fleetAt(query.at))
      .where(and(condition, beyond))
      .orderBy(by(expression), by(images.id))
      .limit(query.limit + 1),
    db.select({ total: count() }).from(fleetAt(query.at)).where(condition),
  ]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const more = rows.length > query.limit && last !== undefined;
  return {
    items: shown.map(({ image }) => image),
    nextCursor: more ? encodeCursor([order, last.key, last.image.id]) : null,
    total: counted?.total ?? 0,
  };
}
