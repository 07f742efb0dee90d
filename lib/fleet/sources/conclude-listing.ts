import type { ListingProblem } from '#lib/sources/listing/listing-problem.ts';
import { isListedSource, parseSource } from '#lib/sources/source.ts';
import { lockSources, renewClaim } from '#lib/store/sources/claims.ts';
import { deletePages, updateListing } from '#lib/store/sources/listings.ts';
import { hasUnconfirmed } from '#lib/store/sources/mentions.ts';
import { updateSource } from '#lib/store/sources/sources.ts';
import { updateRunning } from '../running/update-running.ts';
import { announceScan } from '../scan/scan-images.ts';
import { applyListing, figuresOf } from './apply-listing.ts';
import { leaseUntil } from './lease.ts';
import { HOUR_MS } from './listing-budget.ts';
import type { ListingRun, SourceReading } from './listing-run.ts';
import { errorOf, stateOf } from './listing-state.ts';
import { scanAround } from './release-images.ts';
import type { SourceContext } from './source-context.ts';
import { settingsOf } from './source-settings.ts';

const DEFAULT_EVERY_SECONDS = 6 * 3600;
/** A source that could not be read is read again after this, if that is sooner than its interval. */
const RETRY_MS = 15 * 60_000;
const MIN_WAIT_MS = 60_000;
/** The part of the interval by which listings are spread. */
const JITTER = 0.1;

/**
 * Applies what a listing found, and stores how it ended. Throws `LostClaimError` if another run took over: then nothing is
 * stored.
 */
export async function concludeListing(
  context: SourceContext,
  { claim, listing }: ListingRun,
  reading: SourceReading,
): Promise<void> {
  const { source } = claim;
  const { complete, mentions, problems, checkpoint, found } = reading;
  const canContinue = checkpoint !== undefined;
  const now = context.clock();
  const { applied, state } = await context.db.transaction(async (within) => {
    await lockSources(within);
    const requests = reading.requests - (reading.counted ?? 0);
    await renewClaim(within, claim, { until: leaseUntil(context), requests });
    const applied = await applyListing(context, within, source, {
      ...{ complete, mentions, startedAt: listing.startedAt },
    });
    const state = (await hasUnconfirmed(within, source.id)) ? 'asks' : stateOf(reading);
    await updateListing(within, listing.id, {
      ...figuresOf(applied, mentions),
      ...{ endedAt: now, complete, found },
      ...{ added: listing.added + applied.added, requests: listing.requests + reading.requests },
      ...{ error: errorOf(problems), missingRight: rightOf(problems) },
      checkpoint: canContinue ? { version: 1, ...checkpoint } : null,
    });
    if (!canContinue) await deletePages(within, listing.id);
    const nextAt = new Date(now.getTime() + waitOf(context, claim.source, reading, now));
    await updateSource(within, source.id, { state, nextAt, attempt: null, leasedUntil: null });
    return { applied, state };
  });
  await updateRunning(context, { source: source.id });
  if (applied.scan !== undefined) await announceScan(context, applied.scan);
  await scanAround(context, applied.released);
  await context.events.publish([{ type: 'source', id: source.id, state }]);
}

function rightOf(problems: readonly ListingProblem[]): string | null {
  return problems.find(({ right }) => right !== undefined)?.right ?? null;
}

/** Milliseconds until the next listing. */
function waitOf(
  context: SourceContext,
  source: ListingRun['claim']['source'],
  { complete, problems }: SourceReading,
  now: Date,
): number {
  const every = everySeconds(source) * 1000;
  const spread = every * (1 + JITTER * (2 * context.notifications.random() - 1));
  if (complete) return spread;
  const limited = problems.find(({ code }) => code === 'rate-limited');
  if (limited !== undefined) {
    return Math.min(Math.max((limited.retryAfter ?? RETRY_MS / 1000) * 1000, MIN_WAIT_MS), spread);
  }
  if (problems.some(({ code }) => code === 'budget')) {
    const hourEnds = (source.requestsSince ?? now).getTime() + HOUR_MS - now.getTime();
    return Math.max(hourEnds, MIN_WAIT_MS);
  }
  return problems.some(({ code }) => code === 'unreachable') ? Math.min(RETRY_MS, spread) : spread;
}

function everySeconds(source: ListingRun['claim']['source']): number {
  const parsed = parseSource(settingsOf(source));
  return 'source' in parsed && isListedSource(parsed.source) ? parsed.source.every : DEFAULT_EVERY_SECONDS;
}
