import pMap from 'p-map';
import type { Hint } from '#lib/hooks/hint.ts';
import type { TagCache } from '#lib/judging/sources/sources.ts';
import type { Database } from '#lib/store/database/database.ts';
import { forgetHints, hintName, nextHintAt, noteHints, takeDueHints } from '#lib/store/hooks/hinted-tags.ts';
import { selectOutdated, tagsOfRepository } from '#lib/store/hooks/known-tags.ts';
import type { WithClock, WithDatabase, WithTagCaches } from '../capabilities.ts';
import { beginScan, type ScanContext } from '../scan/scan-images.ts';
import type { ScanQueue } from '../scan/scan-queue.ts';
import type { HintQueue, WithHintQueue } from './hint-queue.ts';

/** What looking at tags needs. */
export interface LookContext extends ScanContext, WithTagCaches {
  readonly queue: ScanQueue & HintQueue;
}

/** Tags that are taken from the table at a time. */
const AT_ONCE = 500;
/** Requests at a time; the client limits those to one host. */
const RESOLVED_AT_ONCE = 32;
/** A hint without a tag is about these at most; it is not worth more requests. */
const TAGS_OF_REPOSITORY = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Looks at tags soon, because they may have moved: at once, or some seconds after the last look. Nothing is tracked by
 * it.
 */
export async function lookSoon(
  { db, clock, queue }: WithDatabase & WithClock & WithHintQueue,
  hints: readonly Hint[],
): Promise<void> {
  if (hints.length === 0) return;
  const now = clock();
  const due = await noteHints(db, hints, now);
  if (due !== null) await queue.hints(secondsUntil(due, now));
}

/**
 * Resolves the tags that are due, and starts a scan of the images whose verdict depends on one of them and was judged with
 * another digest. No others are checked. A digest that every verdict has already is not resolved again.
 */
export async function lookAtHints(context: LookContext): Promise<void> {
  const { db, clock, queue } = context;
  for (;;) {
    const taken = await takeDueHints(db, clock(), AT_ONCE);
    const tags = (await Promise.all(taken.map((hint) => tagsOf(db, hint)))).flat();
    const cache = context.tagCaches.fresh();
    const found = await pMap(tags, (tag) => outdatedBy(db, cache, tag), { concurrency: RESOLVED_AT_ONCE });
    const subjects = new Map(found.flat().map((image) => [image.id, image]));
    if (subjects.size > 0) await beginScan(context, [...subjects.values()]);
    if (taken.length < AT_ONCE) break;
  }
  const next = await nextHintAt(db);
  if (next !== null) await queue.hints(secondsUntil(next, clock()));
}

type TaggedHint = Hint & { readonly tag: string };

/** The tags that a hint is about. */
async function tagsOf(db: Database, hint: Hint): Promise<TaggedHint[]> {
  const { tag } = hint;
  if (tag !== undefined) return [{ ...hint, tag }];
  const { registry, repository } = hint;
  const names = await tagsOfRepository(db, hintName(hint), TAGS_OF_REPOSITORY);
  return names.map((name) => ({ registry, repository, tag: name.slice(hintName(hint).length + 1) }));
}

/** The images to judge again because of a tag. None if its registry does not answer: scans go on trying. */
async function outdatedBy(db: Database, cache: TagCache, { digest, ...tag }: TaggedHint) {
  const reference = hintName(tag);
  if (digest !== undefined && (await selectOutdated(db, reference, digest)).length === 0) return [];
  const { fact } = await cache.check(tag);
  if (fact.state === 'unknown') return [];
  return selectOutdated(db, reference, fact.state === 'resolved' ? fact.digest : null);
}

/** Recurring: looks whose job was lost start late rather than never, and what is old is deleted. */
export async function recoverHints(context: LookContext): Promise<void> {
  const { db, clock } = context;
  const now = clock();
  const next = await nextHintAt(db);
  if (next !== null && next < now) await lookAtHints(context);
  await forgetHints(db, new Date(now.getTime() - DAY_MS));
}

function secondsUntil(at: Date, now: Date): number {
  return Math.max(0, Math.ceil((at.getTime() - now.getTime()) / 1000));
}
