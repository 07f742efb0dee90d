import { dueSources } from '#lib/store/sources/claims.ts';
import { deleteOldListings } from '#lib/store/sources/listings.ts';
import { reportSilence } from './silence.ts';
import type { SourceContext } from './source-context.ts';

const LISTINGS_KEPT_MS = 90 * 24 * 3_600_000;

/** Enqueues the listings that are due, and reports silent sources; called every few seconds, in one process at a time. */
export async function enqueueDueSources(context: SourceContext): Promise<void> {
  for (const id of await dueSources(context.db, context.clock())) await context.queue.listSource(id);
  await reportSilence(context);
}

/** Deletes listings that nobody needs any more. */
export async function forgetOldListings(context: Pick<SourceContext, 'db' | 'clock'>): Promise<void> {
  await deleteOldListings(context.db, new Date(context.clock().getTime() - LISTINGS_KEPT_MS));
}
