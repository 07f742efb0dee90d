import { randomUUID } from 'node:crypto';
import pMap from 'p-map';
import type { TagCheck } from '#lib/judging/sources/sources.ts';
import { tryParseReference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { nextCheckNumbers } from '#lib/store/scans/check-numbers.ts';
import { FAILURES_THAT_COUNT, selectDependents } from '#lib/store/tags/dependents.ts';
import { type ClaimedTag, claimTags, extendClaim, releaseClaim } from '#lib/store/tags/tag-claims.ts';
import { type FinishedTag, finishClaim } from '#lib/store/tags/tag-plans.ts';
import { deriveInputs } from '#lib/store/tags/verdict-inputs.ts';
import type { CheckContext } from '../scan/check-context.ts';
import { checkImages } from '../scan/check-images.ts';
import { ChunkTally } from '../scan/chunk-tally.ts';
import { plansOf } from './plan-tags.ts';

/** Tags in a batch: one transaction claims them. */
const BATCH = 200;
/** Batches of one registry at a time, in all processes. */
const PER_REGISTRY = 2;
/** A process that dies gives its tags back after this. */
const LEASE_SECONDS = 60;
const EXTEND_EVERY_MS = 15_000;
/** Tags of one batch that are resolved at a time: few, so that what people wait for comes between. */
const RESOLVED_AT_ONCE = 8;
/** Images that are checked at a time. */
const PAGE = 500;
/** A tag without an answer is requested again after this, before any verdict changes because of it. */
const RETRY_SECONDS = 60;
/** A tag of a registry that limits requests is requested again after this at most; it may not say for how long it does. */
const LIMITED_SECONDS = 15 * 60;
/** A batch that failed because of a fault of Baseboard or its database is taken again after this. */
const FAILED_SECONDS = 30;
const NOTHING = { checked: 0, done: 0, failed: 0, changed: 0, unreachable: 0, skipped: 0 };

/**
 * Claims a batch of tags that are due and works on it; resolves to a function that does so, or to `undefined` if nothing
 * is due. Each tag is requested once, whichever images depend on it. An image whose own tag was requested is checked
 * again; others only if a tag that they depend on has another digest than they were judged with, has no answer, or has one
 * again. They are judged from stored facts: nothing but the batch's tags is requested again. `signal` ends it early;
 * what is not done is done later, by whichever process.
 */
export async function nextBatch(
  context: CheckContext,
  everySeconds: number,
  signal: AbortSignal,
): Promise<(() => Promise<void>) | undefined> {
  const claim = randomUUID();
  const lease = { claim, limit: BATCH, perRegistry: PER_REGISTRY, leaseSeconds: LEASE_SECONDS };
  const tags = await claimTags(context.db, lease);
  if (tags.length === 0) return undefined;
  return () => workOn(context, { claim, tags, everySeconds, signal });
}

interface Batch {
  readonly claim: string;
  readonly tags: readonly ClaimedTag[];
  readonly everySeconds: number;
  readonly signal: AbortSignal;
}

async function workOn(context: CheckContext, { claim, tags, everySeconds, signal }: Batch): Promise<void> {
  const { db, log } = context;
  const lost = new AbortController();
  const over = AbortSignal.any([signal, lost.signal]);
  const extending = setInterval(() => {
    extendClaim(db, claim, LEASE_SECONDS).then(
      (kept) => kept || lost.abort(),
      (err) => log.warn({ err }, 'the lease of a batch of tags could not be extended'),
    );
  }, EXTEND_EVERY_MS);
  try {
    const checks = await check(context, tags, over);
    if (!over.aborted) await finishClaim(db, claim, await endOf(context, tags, checks, everySeconds));
    else await releaseClaim(db, claim, 0);
  } catch (error) {
    await releaseClaim(db, claim, FAILED_SECONDS);
    throw error;
  } finally {
    clearInterval(extending);
  }
}

/** Requests the tags that are due and checks the images that depend on them. Returns the checks of the tags. */
async function check(
  context: CheckContext,
  tags: readonly ClaimedTag[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TagCheck>> {
  const due = tags.filter(({ isDue }) => isDue);
  const cache = context.tagCaches.atHand(new Set(due.map(({ reference }) => reference)));
  const checks = new Map<string, TagCheck>();
  const resolve = async ({ reference }: ClaimedTag) => {
    const parsed = tryParseReference(reference);
    if (parsed !== undefined && !signal.aborted) checks.set(reference, await cache.check(parsed));
  };
  await pMap(due, resolve, { concurrency: RESOLVED_AT_ONCE });
  const answered = due.filter(({ reference }) => isAnswered(checks.get(reference)));
  const failed = due.filter(
    (tag) => isFailed(checks.get(tag.reference)) && tag.failures + 1 >= FAILURES_THAT_COUNT,
  );
  const names = (some: readonly ClaimedTag[]) => some.map(({ reference }) => reference);
  const query = {
    tags: names(tags),
    own: names([...answered, ...failed]),
    recovered: names(answered.filter(({ failures }) => failures > 0)),
    limit: PAGE,
  };
  const interrupted = tags.some(({ attempts }) => attempts > 1);
  const [look = 0] = await nextCheckNumbers(context.db, 1);
  let after: string | undefined;
  while (!signal.aborted) {
    const ids = await selectDependents(context.db, { ...query, after });
    if (ids.length === 0) break;
    const tally = new ChunkTally(ids, NOTHING);
    const isCancelled = () => signal.aborted;
    await checkImages(context, ids, { tags: cache, look, interrupted, tally, isCancelled });
    // A process of another version may have judged them, which stores no tags.
    await deriveInputs(context.db, ids);
    after = ids.at(-1);
  }
  return checks;
}

function isAnswered(check: TagCheck | undefined): boolean {
  return check?.fact.state === 'resolved' || check?.fact.state === 'gone';
}

/** A registry that limits requests has not failed: its tags are left until it takes requests again. */
function isFailed(check: TagCheck | undefined): boolean {
  return check?.fact.state === 'unknown' && !isLimited(check);
}

function isLimited(check: TagCheck | undefined): boolean {
  return check?.error instanceof RegistryError && check.error.kind === 'rate-limited';
}

/** When each tag of a batch is requested next. */
async function endOf(
  context: CheckContext,
  tags: readonly ClaimedTag[],
  checks: ReadonlyMap<string, TagCheck>,
  everySeconds: number,
): Promise<FinishedTag[]> {
  const claimed = new Map(tags.map((tag) => [tag.reference, tag]));
  const plans = await plansOf(context, [...claimed.keys()], everySeconds);
  return plans.map(({ failures, ...plan }) => {
    const { isDue = false, nextCheckAt = null } = claimed.get(plan.reference) ?? {};
    const hasAnswer = !isDue || isAnswered(checks.get(plan.reference));
    const interval = plan.seconds ?? everySeconds;
    const retry = isLimited(checks.get(plan.reference))
      ? Math.min(interval, LIMITED_SECONDS)
      : failures < FAILURES_THAT_COUNT
        ? RETRY_SECONDS
        : interval;
    return { ...plan, until: isDue ? null : nextCheckAt, retrySeconds: hasAnswer ? null : retry };
  });
}
