import { and, asc, desc, type SQL, sql } from 'drizzle-orm';
import type { Filter } from '#lib/lineage/filter.ts';
import type { STATUS } from '#lib/lineage/lineage.ts';
import type { Database } from './database.ts';
import { filterCondition } from './filter-sql.ts';
import { TRACKED, type TrackedImage } from './images.ts';
import { images } from './schema.ts';

/** What a list can be sorted by. */
export type ImageSortKey = 'reference' | 'status' | 'behindSince' | 'checkedAt' | 'baseName';

/** An order of images; ties are in the order of their ids. Images without a value come last either way. */
export interface ImageOrder {
  readonly key: ImageSortKey;
  readonly descending: boolean;
}

/** A cursor that this list did not give out, or not for this order. */
export class CursorError extends Error {
  override name = 'CursorError';
  constructor() {
    super('the cursor is not one that this list gave out for this order: begin without one');
  }
}

/** What wants something first; the order of the status column. */
const WORST_FIRST: readonly (typeof STATUS)[number][] = [
  'broken',
  'stale',
  'stale-by-ancestor',
  'unknown',
  'pending',
  'pinned',
  'up-to-date',
  'root',
];

/** Sort keys as text that sorts as they do, so that a cursor can hold any of them; empty: no value. */
const SORT_TEXT: Readonly<Record<ImageSortKey, SQL>> = {
  reference: sql`${images.reference}`,
  status: sql`array_position(array[${sql.raw(WORST_FIRST.map((status) => `'${status}'`).join(','))}], ${images.status})::text`,
  behindSince: timeText(images.behindSince),
  checkedAt: timeText(images.checkedAt),
  baseName: sql`coalesce(${images.baseName}, '')`,
};

function timeText(column: typeof images.behindSince | typeof images.checkedAt): SQL {
  return sql`coalesce(to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS'), '')`;
}

/** One page of the images under a filter; `next` is the cursor of the page after it, null on the last one. */
export async function pageImages(
  db: Database,
  asked: { filter: Filter; order: ImageOrder; limit: number; cursor?: string | undefined },
): Promise<{ items: TrackedImage[]; next: string | null; total: number }> {
  const { key, descending } = asked.order;
  const text = sql`${SORT_TEXT[key]} collate "C"`;
  const missing = sql`(${SORT_TEXT[key]} = '')`;
  const filtered = filterCondition(asked.filter);
  const direction = descending ? desc : asc;
  const rows = await db
    .select({ ...TRACKED, sortText: sql<string>`${SORT_TEXT[key]}` })
    .from(images)
    .where(
      and(filtered, asked.cursor === undefined ? undefined : after(asked.cursor, asked.order, text, missing)),
    )
    .orderBy(asc(missing), direction(text), asc(images.id))
    .limit(asked.limit + 1);
  const total = await db.$count(images, filtered);
  const items = rows.slice(0, asked.limit);
  const last = rows.length > asked.limit ? items.at(-1) : undefined;
  return {
    items: items.map(({ sortText: _, ...image }) => image),
    next: last === undefined ? null : writeCursor(asked.order, last.sortText, last.id),
    total,
  };
}

function after(cursor: string, order: ImageOrder, text: SQL, missing: SQL): SQL {
  const { value, id } = readCursor(cursor, order);
  const beyond = order.descending ? sql`${text} < ${value}` : sql`${text} > ${value}`;
  const sameValue = sql`(${text} = ${value} and ${images.id} > ${id}::uuid)`;
  if (value === '') return sameValue;
  return sql`(${missing} or (not ${missing} and ${beyond}) or ${sameValue})`;
}

function writeCursor({ key, descending }: ImageOrder, value: string, id: string): string {
  return Buffer.from(JSON.stringify([key, descending, value, id])).toString('base64url');
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function readCursor(cursor: string, order: ImageOrder): { value: string; id: string } {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw new CursorError();
  }
  if (!Array.isArray(parts)) throw new CursorError();
  const [key, descending, value, id] = parts as unknown[];
  const fits = key === order.key && descending === order.descending;
  if (
    !fits ||
    typeof value !== 'string' ||
    value.includes('\0') ||
    typeof id !== 'string' ||
    !UUID.test(id)
  ) {
    throw new CursorError();
  }
  return { value, id };
}
