import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { decodeCursor, encodeCursor } from '../database/cursor.ts';
import type { Database } from '../database/database.ts';
import { deliveries } from '../schema/notifications.ts';
import type { AttemptEnd, StoredDelivery } from './deliveries.ts';

/** Stores a test with how it ended. */
export async function insertTest(
  db: Database,
  channelId: string,
  end: AttemptEnd & { readonly delivered: boolean },
  startedAt: Date,
  now: Date,
): Promise<StoredDelivery> {
  const [row] = await db
    .insert(deliveries)
    .values({
      channelId,
      kind: 'test',
      state: end.delivered ? 'delivered' : 'failed',
      images: 0,
      attempts: 1,
      outcome: end.outcome,
      statusCode: end.statusCode,
      createdAt: startedAt,
      finishedAt: now,
    })
    .returning();
  if (!row) throw new Error('the database returned no row for the test');
  return row;
}

const ORDER = 'deliveries';

/** A page of a channel's deliveries, newest first. Throws `CursorError`. */
export async function listDeliveries(
  db: Database,
  channelId: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<{ items: StoredDelivery[]; nextCursor: string | null }> {
  const after = cursor === undefined ? undefined : decodeCursor(cursor, ORDER);
  const rows = await db
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.channelId, channelId),
        after &&
          sql`(${deliveries.createdAt}, ${deliveries.id}) < (${after.key}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor([ORDER, last.createdAt.toISOString(), last.id]) : null };
}

/** The newest attempted delivery of each channel, or of one, by the channel's id. */
export async function readLastAttempts(
  db: Database,
  channelId?: string,
): Promise<Map<string, StoredDelivery>> {
  const rows = await db
    .selectDistinctOn([deliveries.channelId])
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.outcome} is not null`,
        channelId === undefined ? undefined : eq(deliveries.channelId, channelId),
      ),
    )
    .orderBy(deliveries.channelId, desc(deliveries.createdAt), desc(deliveries.id));
  return new Map(rows.map((row) => [row.channelId, row]));
}

/** Deletes deliveries that finished before a time. */
export async function deleteOldDeliveries(db: Database, before: Date): Promise<void> {
  await db.delete(deliveries).where(lt(deliveries.finishedAt, before));
}
