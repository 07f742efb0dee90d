import { and, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type StoredPage, storedCheckpoint, storedPage } from '#lib/sources/listing/stored-listing.ts';
import type { Database } from '../database/database.ts';
import { parseStoredOr } from '../database/stored-json.ts';
import { listingPages, listings } from '../schema/sources.ts';

/** A listing, without its pages. */
export type StoredListing = typeof listings.$inferSelect;

/**
 * The newest listing of a source if it began after a time and did not reach its end, reopened; otherwise a new one. Pages
 * and checkpoints of older ones are deleted.
 */
export async function openListing(
  transaction: Database,
  sourceId: string,
  { now, after }: { readonly now: Date; readonly after: Date },
): Promise<StoredListing> {
  const [last] = await transaction
    .select()
    .from(listings)
    .where(eq(listings.sourceId, sourceId))
    .orderBy(desc(listings.startedAt), desc(listings.id))
    .limit(1);
  const isOpen = last !== undefined && (last.endedAt === null || last.checkpoint !== null);
  if (last !== undefined && isOpen && last.startedAt > after) {
    const [reopened] = await transaction
      .update(listings)
      .set({ endedAt: null, error: null, missingRight: null })
      .where(eq(listings.id, last.id))
      .returning();
    if (reopened !== undefined) return reopened;
  }
  await closeOld(transaction, sourceId, now);
  return insertListing(transaction, { sourceId, startedAt: now });
}

/** Stores a new listing. */
export async function insertListing(
  transaction: Database,
  listing: typeof listings.$inferInsert,
): Promise<StoredListing> {
  const [row] = await transaction.insert(listings).values(listing).returning();
  if (row === undefined) throw new Error('the listing was not stored');
  return row;
}

async function closeOld(transaction: Database, sourceId: string, now: Date): Promise<void> {
  const old = await transaction
    .update(listings)
    .set({ endedAt: sql`coalesce(ended_at, ${now.toISOString()}::timestamptz)`, checkpoint: null })
    .where(and(eq(listings.sourceId, sourceId), or(isNull(listings.endedAt), isNotNull(listings.checkpoint))))
    .returning({ id: listings.id });
  for (const { id } of old) await deletePages(transaction, id);
}

/** Stores one page of a listing, and how far it is. */
export async function storePage(
  transaction: Database,
  listingId: string,
  page: StoredPage,
  progress: Partial<typeof listings.$inferInsert>,
): Promise<void> {
  await transaction.execute(sql`
    insert into listing_pages (listing_id, page, tags)
    select ${listingId}, coalesce(max(page), 0) + 1, ${JSON.stringify(page)}::jsonb
    from listing_pages where listing_id = ${listingId}`);
  await updateListing(transaction, listingId, progress);
}

/** The pages of a listing in their order; `undefined` if any cannot be read: without it, images would look missing. */
export async function readPages(db: Database, listingId: string): Promise<StoredPage[] | undefined> {
  const rows = await db
    .select({ tags: listingPages.tags })
    .from(listingPages)
    .where(eq(listingPages.listingId, listingId))
    .orderBy(listingPages.page);
  const pages = rows.map(({ tags }) => tags);
  return parseStoredOr(z.array(storedPage), pages, `the pages of the listing ${listingId}`, undefined);
}

/** Where a listing continues; `undefined` if there is nothing to continue, or it cannot be read. */
export function checkpointOf({ id, checkpoint }: StoredListing) {
  if (checkpoint === null) return undefined;
  return parseStoredOr(storedCheckpoint, checkpoint, `the checkpoint of the listing ${id}`, undefined);
}

/** Changes columns of a listing. */
export async function updateListing(
  transaction: Database,
  id: string,
  columns: Partial<typeof listings.$inferInsert>,
): Promise<void> {
  await transaction.update(listings).set(columns).where(eq(listings.id, id));
}

/** Deletes the pages of a listing that is over. */
export async function deletePages(transaction: Database, id: string): Promise<void> {
  await transaction.delete(listingPages).where(eq(listingPages.listingId, id));
}

/** The newest listing of each source, and the newest complete one. */
export async function lastListings(
  db: Database,
  sourceId?: string,
): Promise<ReadonlyMap<string, { readonly last: StoredListing; readonly lastComplete: Date | null }>> {
  const of = sourceId === undefined ? undefined : eq(listings.sourceId, sourceId);
  const newest = await db
    .selectDistinctOn([listings.sourceId])
    .from(listings)
    .where(of)
    .orderBy(listings.sourceId, desc(listings.startedAt), desc(listings.id));
  const complete = await db
    .select({ sourceId: listings.sourceId, at: sql<string>`max(${listings.endedAt})` })
    .from(listings)
    .where(and(of, eq(listings.complete, true)))
    .groupBy(listings.sourceId);
  const completeAt = new Map(complete.map((each) => [each.sourceId, new Date(each.at)]));
  return new Map(
    newest.map((last) => [last.sourceId, { last, lastComplete: completeAt.get(last.sourceId) ?? null }]),
  );
}

/** Deletes listings that began before a time, except for each source's newest one. */
export async function deleteOldListings(db: Database, before: Date): Promise<void> {
  await db.execute(sql`
    delete from listings old where old.started_at < ${before.toISOString()}::timestamptz
      and exists (select from listings newer where newer.source_id = old.source_id and newer.started_at > old.started_at)`);
}
