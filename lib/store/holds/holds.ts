import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { holds } from '../schema/holds.ts';
import { images } from '../schema/images.ts';

export type StoredHold = typeof holds.$inferSelect;

/** A hold with the number of images that it snoozes now. */
export interface CountedHold extends StoredHold {
  readonly images: number;
}

/** Stores a hold. */
export async function insertHold(
  transaction: Database,
  hold: Omit<StoredHold, 'id' | 'endedAt' | 'endedBy'>,
): Promise<StoredHold> {
  const [row] = await transaction.insert(holds).values(hold).returning();
  if (row === undefined) throw new Error('the hold was not stored');
  return row;
}

/** Ends a hold; `undefined` if there is none, or it has ended. */
export async function endHold(
  transaction: Database,
  id: string,
  endedAt: Date,
  endedBy: string,
): Promise<StoredHold | undefined> {
  const [row] = await transaction
    .update(holds)
    .set({ endedAt, endedBy })
    .where(and(eq(holds.id, id), isNull(holds.endedAt)))
    .returning();
  return row;
}

/** How many holds have not ended. */
export async function countActiveHolds(db: Database): Promise<number> {
  return db.$count(holds, isNull(holds.endedAt));
}

/** How many images a hold snoozes now. */
export async function countHeldImages(db: Database, id: string): Promise<number> {
  return db.$count(images, eq(images.holdId, id));
}

const NEWEST_FIRST = keyset<StoredHold>(
  'holds',
  [
    { by: holds.createdAt, type: 'timestamptz' },
    { by: holds.id, type: 'uuid' },
  ],
  ({ createdAt, id }) => [createdAt.toISOString(), id],
);

/** A page of the holds that have not ended, newest first. Throws `CursorError`. */
export async function listActiveHolds(
  db: Database,
  { limit, cursor }: PageRequest,
): Promise<Page<CountedHold>> {
  const rows = await db
    .select({
      hold: holds,
      images: sql<number>`(select count(*) from images where images.hold_id = ${holds}.id)::int`,
    })
    .from(holds)
    .where(and(isNull(holds.endedAt), NEWEST_FIRST.after(cursor)))
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(
    rows.map(({ hold, images: number }) => ({ ...hold, images: number })),
    limit,
  );
}
