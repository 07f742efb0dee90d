import { SealedError } from '#lib/notify/secret-box.ts';
import type { ListingProblem } from '#lib/sources/listing/listing-problem.ts';
import { UnusableLoginError } from '#lib/sources/registries/registry-login.ts';
import { StoredJsonError } from '#lib/store/database/stored-json.ts';
import { isDatabaseGone } from '#lib/store/database/unreachable.ts';
import { claimSource, LostClaimError } from '#lib/store/sources/claims.ts';
import { openListing } from '#lib/store/sources/listings.ts';
import { concludeListing } from './conclude-listing.ts';
import { keepClaim, leaseUntil } from './lease.ts';
import { HOUR_MS, REQUESTS_PER_HOUR } from './listing-budget.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import { readListedSource } from './read-listed-source.ts';
import { type SourceContext, SourceRefusedError } from './source-context.ts';
import { checkSettings, settingsOf } from './source-settings.ts';

/** A listing that stopped is continued within this time; after it, everything is read again. */
const RESUME_MS = 24 * HOUR_MS;

/**
 * Lists a source if it is due, and nobody lists it or another source of its host. A listing that a dead process has left, or
 * that stopped at its budget or a rate limit, continues at its checkpoint. What cannot be read is part of the result.
 */
export async function runListing(context: SourceContext, id: string): Promise<void> {
  const now = context.clock();
  const claim = await claimSource(context.db, id, { now, until: leaseUntil(context), hour: HOUR_MS });
  if (claim === undefined) return;
  using lease = keepClaim(context, claim);
  const after = new Date(now.getTime() - RESUME_MS);
  const listing = await context.db.transaction((within) => openListing(within, id, { now, after }));
  await context.events.publish([{ type: 'source', id, state: 'listing' }]);
  const budget = Math.max(0, REQUESTS_PER_HOUR - claim.source.requests);
  const run: ListingRun = { claim, listing, budget, signal: lease.signal };
  try {
    await concludeListing(context, run, await read(context, run));
  } catch (error) {
    if (!(error instanceof LostClaimError)) throw error;
    context.log.info({ source: id }, 'another run continues the listing of a source');
  }
}

async function read(context: SourceContext, run: ListingRun): Promise<SourceReading> {
  try {
    return await readListedSource(context, checkSettings(settingsOf(run.claim.source)), run);
  } catch (error) {
    return {
      complete: false,
      mentions: [],
      found: 0,
      requests: 0,
      problems: [problemFor(context, run, error)],
    };
  }
}

/** What a person can do something about becomes the result of the listing. Everything else is a bug, and logged. */
function problemFor(context: SourceContext, { claim }: ListingRun, error: unknown): ListingProblem {
  // Another run continues: at once, or when the database is back.
  if (error instanceof LostClaimError || isDatabaseGone(error)) throw error;
  const isExplained =
    error instanceof SealedError ||
    error instanceof UnusableLoginError ||
    error instanceof StoredJsonError ||
    error instanceof SourceRefusedError;
  if (isExplained) return { code: 'unsupported', message: error.message.replace(/\.$/, '') };
  context.log.error({ err: error, source: claim.source.id }, 'a listing failed');
  return {
    code: 'aborted',
    message: 'Baseboard failed because of an internal error; its log has the details',
  };
}
