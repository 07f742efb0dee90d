import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { factOfFailure } from '#lib/judging/sources/failure-as-fact.ts';
import type { TagCache, TagCheck } from '#lib/judging/sources/sources.ts';
import type { TagFact, TagHistory } from '#lib/lineage/facts/facts.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { formatReference, type Reference } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { Database } from '#lib/store/database/database.ts';
import {
  type Observation,
  readObservations,
  recordSightings,
  type Sighting,
} from '#lib/store/registries/tag-observations.ts';
import { nextCheckNumbers } from '#lib/store/scans/check-numbers.ts';

/** A tag cache whose checks are numbered. */
export interface NumberedTagCache extends TagCache {
  /** A number that is lower than those of all its checks. */
  began(): Promise<number>;
}

/** A tag cache for one judgement: of two judgements, the one whose oldest check is newer is the newer one. */
export interface RecordedTagCache extends TagCache {
  /** The number of the oldest check so far; without one, that of the cache's start. */
  oldest(): Promise<number>;
}

/** A tag cache that also records which of its checks one judgement uses. */
export function recordingTagCache(cache: NumberedTagCache): RecordedTagCache {
  let oldest = Number.POSITIVE_INFINITY;
  return {
    async check(reference) {
      const check = await cache.check(reference);
      oldest = Math.min(oldest, check.number ?? oldest);
      return check;
    },
    oldest: async () => (Number.isFinite(oldest) ? oldest : cache.began()),
  };
}

/** Tag caches by scan, so that all jobs of one scan in this process resolve each tag once. */
export interface TagCaches {
  /** The tag cache of a scan with this number: later checks count, whichever process made them. */
  of(scanId: string, since?: number): NumberedTagCache;
  /** A new tag cache, which resolves every tag anew. */
  fresh(): NumberedTagCache;
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
      const cache = createTagCache(db, registry, clock, since);
      caches.set(scanId, cache);
      return cache;
    },
    fresh: () => createTagCache(db, registry, clock, undefined),
  };
}

function createTagCache(
  db: Database,
  registry: RegistryReader,
  clock: () => Date,
  since: number | undefined,
): NumberedTagCache {
  const checks = new Map<string, Promise<TagCheck>>();
  const numbers = new DataLoader<object, number>((asked) => nextCheckNumbers(db, asked.length), {
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
      batchScheduleFn: (run) => setTimeout(run, since === undefined ? ALONE_MS : SCAN_MS),
    },
  );

  async function resolve(reference: Reference): Promise<TagCheck> {
    const tag = formatReference(reference);
    if (since !== undefined) {
      const known = await histories.load(tag);
      const last = known.at(-1);
      if (last && last.lastLook > since) {
        return { fact: factOf(last), history: historyOf(known), number: last.lastLook };
      }
    }
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
