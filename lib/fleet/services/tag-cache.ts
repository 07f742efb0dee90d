import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { factOfFailure } from '#lib/judging/sources/failure-as-fact.ts';
import type { TagCache, TagCheck } from '#lib/judging/sources/sources.ts';
import type { TagFact, TagHistory } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { describeFailure } from '#lib/registry/health/describe-failure.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database/database.ts';
import {
  type Observation,
  readObservations,
  recordSightings,
  type Sighting,
} from '#lib/store/registries/tag-observations.ts';
import { nextCheckNumbers } from '#lib/store/scans/check-numbers.ts';
import { type FailedCheck, noteFailures, readFailing } from '#lib/store/tags/tag-answers.ts';

/** A check of this cache, or one that it reuses. */
interface CachedCheck extends TagCheck {
  /** When it was made, if an earlier one is used although a later one might differ. */
  readonly madeAt?: Date;
}

/** A tag cache whose checks are numbered. */
export interface NumberedTagCache extends TagCache {
  check(reference: Reference): Promise<CachedCheck>;
  /** A number that is lower than those of all its checks. */
  began(): Promise<number>;
}

/** A tag cache for one judgement: of two judgements, the one whose oldest check is newer is the newer one. */
export interface RecordedTagCache extends TagCache {
  /** The number of the oldest check so far; without one, that of the cache's start. */
  oldest(): Promise<number>;
  /** When the check of a tag was made, if an earlier one was used; `undefined` if it was checked now, or not at all. */
  reusedFrom(reference: Reference): Date | undefined;
}

/** A tag cache that also records which of its checks one judgement uses. */
export function recordingTagCache(cache: NumberedTagCache): RecordedTagCache {
  let oldest = Number.POSITIVE_INFINITY;
  const reused = new Map<string, Date>();
  return {
    async check(reference) {
      const check = await cache.check(reference);
      oldest = Math.min(oldest, check.number ?? oldest);
      if (check.madeAt) reused.set(formatReference(reference), check.madeAt);
      return check;
    },
    oldest: async () => (Number.isFinite(oldest) ? oldest : cache.began()),
    reusedFrom: (reference) => reused.get(formatReference(reference)),
  };
}

/** Tag caches by scan, so that all jobs of one scan in this process resolve each tag once. */
export interface TagCaches {
  /** The tag cache of a scan with this number: later checks count, whichever process made them. */
  of(scanId: string, since?: number): NumberedTagCache;
  /** A new tag cache, which resolves every tag anew. */
  fresh(): NumberedTagCache;
  /**
   * A new tag cache, which resolves these tags anew, and others only if no check of them got an answer, or the last one
   * did not.
   */
  atHand(asked: ReadonlySet<string>): NumberedTagCache;
}

const MAX_CACHES = 8;
/** Checks wait this long for others, to be written together, in milliseconds. */
const ALONE_MS = 5;
const SCAN_MS = 50;

export function createTagCaches(db: Database, registry: RegistryReader, clock: () => Date): TagCaches {
  const caches = new LRUCache<string, NumberedTagCache>({ max: MAX_CACHES });
  return {
    of(scanId, since) {
      const known = caches.get(scanId);
      if (known) return known;
      const cache = createTagCache(db, registry, clock, since === undefined ? {} : { since });
      caches.set(scanId, cache);
      return cache;
    },
    fresh: () => createTagCache(db, registry, clock, {}),
    atHand: (asked) => createTagCache(db, registry, clock, { asked }),
  };
}

/** Which stored checks a cache uses: those after a number, those of tags that are not `asked` for, or none. */
interface Reuse {
  readonly since?: number;
  readonly asked?: ReadonlySet<string>;
}

function createTagCache(
  db: Database,
  registry: RegistryReader,
  clock: () => Date,
  { since, asked }: Reuse,
): NumberedTagCache {
  const checks = new Map<string, Promise<CachedCheck>>();
  const numbers = new DataLoader<object, number>((wanted) => nextCheckNumbers(db, wanted.length), {
    cache: false,
  });
  let first: Promise<number> | undefined;
  const began = () => {
    first ??= since === undefined ? numbers.load({}) : Promise.resolve(since);
    return first;
  };
  const histories = new DataLoader<string, readonly Observation[]>(
    async (tags) => {
      const found = await readObservations(db, tags);
      return tags.map((tag) => found.get(tag) ?? []);
    },
    { cache: false, maxBatchSize: 1000 },
  );
  // Writing before reading: a check is part of the history that a verdict is judged by.
  const recorder = new DataLoader<Sighting, readonly Observation[]>(
    async (sightings) => {
      await recordSightings(db, sightings);
      const found = await readObservations(
        db,
        sightings.map(({ tag }) => tag),
      );
      return sightings.map(({ tag }) => found.get(tag) ?? []);
    },
    {
      cache: false,
      maxBatchSize: 500,
      // A scan writes thousands of checks; a request for one image waits for each of its own.
      batchScheduleFn: (run) =>
        setTimeout(run, since === undefined && asked === undefined ? ALONE_MS : SCAN_MS),
    },
  );

  const failing = new DataLoader<string, boolean>(
    async (tags) => {
      const found = await readFailing(db, tags);
      return tags.map((tag) => found.has(tag));
    },
    { cache: false, maxBatchSize: 1000 },
  );
  const failures = new DataLoader<FailedCheck, null>(
    async (failed) => {
      await noteFailures(db, failed);
      return failed.map(() => null);
    },
    { cache: false, maxBatchSize: 500, batchScheduleFn: (run) => setTimeout(run, ALONE_MS) },
  );

  /** A stored check that counts as one of this cache. */
  async function stored(tag: string): Promise<CachedCheck | undefined> {
    if (since === undefined && (asked === undefined || asked.has(tag))) return undefined;
    // Whatever was stored before is read below, so it is as new as a check with this number.
    const start = await began();
    const known = await histories.load(tag);
    const last = known.at(-1);
    if (last === undefined) return undefined;
    const check = { fact: factOf(last), history: historyOf(known) };
    if (since !== undefined) return last.lastLook > since ? { ...check, number: last.lastLook } : undefined;
    // A declared history has no checks.
    if (last.lastLook === 0 || (await failing.load(tag))) return undefined;
    return { ...check, number: start, madeAt: last.lastSeen };
  }

  async function resolve(reference: Reference): Promise<CachedCheck> {
    const tag = formatReference(reference);
    const known = await stored(tag);
    if (known !== undefined) return known;
    // Taken before the request: a check that began before a scan must not count as one of that scan.
    await began();
    const number = await numbers.load({});
    const at = clock();
    let digest: Digest | null;
    try {
      digest = (await registry.resolve(reference)).digest;
    } catch (error) {
      const failure = factOfFailure(error);
      if (failure.state === 'unknown') {
        const problem = problemOf(error);
        if (problem !== undefined) await failures.load({ tag, look: number, problem });
        return { fact: failure, history: historyOf(await histories.load(tag)), error, number };
      }
      const seen = await recorder.load({ tag, digest: null, at, look: number });
      return {
        fact: { state: 'gone', observedAt: at.toISOString() },
        history: historyOf(seen),
        error,
        number,
      };
    }
    const seen = await recorder.load({ tag, digest, at, look: number });
    const fact = { state: 'resolved' as const, digest, observedAt: at.toISOString() };
    return { fact, history: historyOf(seen), number };
  }

  return {
    began,
    check(reference) {
      const tag = formatReference(reference);
      const known = checks.get(tag);
      if (known) return known;
      const check = resolve(reference);
      checks.set(tag, check);
      return check;
    },
  };
}

/** What a registry did instead of answering; `undefined` if that is no failure of the registry. */
function problemOf(error: unknown): string | undefined {
  if (!(error instanceof RegistryError)) return 'answered with a malformed document';
  const isOurs = error.kind === 'aborted' || (error.kind === 'timeout' && error.code !== 'TIMEOUT');
  return isOurs || error.kind === 'rate-limited' ? undefined : describeFailure(error);
}

function factOf({ digest, lastSeen }: Observation): TagFact {
  const observedAt = lastSeen.toISOString();
  return digest === null ? { state: 'gone', observedAt } : { state: 'resolved', digest, observedAt };
}

function historyOf(observations: readonly Observation[]): TagHistory {
  return {
    observations: observations.map(({ digest, firstSeen }) => ({
      digest,
      firstSeen: firstSeen.toISOString(),
    })),
  };
}
