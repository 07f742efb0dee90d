import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { keyset, type Page, type PageRequest } from '../database/keyset.ts';
import { deliveries } from '../schema/notifications.ts';
import type { AttemptEnd, StoredDelivery } from './deliveries.ts';

/** Stores a test message with its result. */
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

const NEWEST_FIRST = keyset<StoredDelivery>(
  'deliveries',
  [
    { by: deliveries.createdAt, type: 'timestamptz' },
    { by: deliveries.id, type: 'uuid' },
  ],
  ({ createdAt, id }) => [createdAt.toISOString(), id],
);

/** A page of a channel's deliveries, newest first. Throws `CursorError`. */
export async function listDeliveries(
  db: Database,
  channelId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<StoredDelivery>> {
  const rows = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.channelId, channelId), NEWEST_FIRST.after(cursor)))
    .orderBy(...NEWEST_FIRST.orderBy)
    .limit(limit + 1);
  return NEWEST_FIRST.page(rows, limit);
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
