import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import { factOfFailure } from '#lib/judging/sources/failure-as-fact.ts';
import type { TagBoard, TagLook } from '#lib/judging/sources/sources.ts';
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
import { nextLooks } from '#lib/store/scans/check-numbers.ts';

/** A board whose looks are numbered. */
export interface NumberedBoard extends TagBoard {
  /** A number that all its looks come after. */
  began(): Promise<number>;
}

/** A board for one judgement: the oldest look decides which of two judgements is newer. */
export interface NotedBoard extends TagBoard {
  /** The number of the oldest look so far; without one, the board's start. */
  oldest(): Promise<number>;
}

/** Records which tags one judgement checks. */
export function noted(board: NumberedBoard): NotedBoard {
  let oldest = Number.POSITIVE_INFINITY;
  return {
    async look(reference) {
      const look = await board.look(reference);
      oldest = Math.min(oldest, look.number ?? oldest);
      return look;
    },
    oldest: async () => (Number.isFinite(oldest) ? oldest : board.began()),
  };
}

/** Boards by scan, so that all jobs of one scan in this process share their looks. */
export interface TagBoards {
  /** The board of a scan with this number: looks of greater numbers count, whichever process made them. */
  of(scanId: string, since?: number): NumberedBoard;
  /** A board of its own, which looks at everything anew. */
  fresh(): NumberedBoard;
}

const MAX_BOARDS = 8;
/** Looks wait this long for others, to be written together. */
const ALONE_MS = 5;
const SCAN_MS = 50;

export function createTagBoards(db: Database, registry: RegistryReader, clock: () => Date): TagBoards {
  const boards = new LRUCache<string, NumberedBoard>({ max: MAX_BOARDS });
  return {
    of(scanId, since) {
      const known = boards.get(scanId);
      if (known) return known;
      const board = createTagBoard(db, registry, clock, since);
      boards.set(scanId, board);
      return board;
    },
    fresh: () => createTagBoard(db, registry, clock, undefined),
  };
}

function createTagBoard(
  db: Database,
  registry: RegistryReader,
  clock: () => Date,
  since: number | undefined,
): NumberedBoard {
  const looks = new Map<string, Promise<TagLook>>();
  const numbers = new DataLoader<object, number>((asked) => nextLooks(db, asked.length), { cache: false });
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
  // Writing before reading: a look is part of the history that a verdict is judged by.
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
      // A scan has thousands of looks to write down; whoever looks at one image waits for each.
      batchScheduleFn: (run) => setTimeout(run, since === undefined ? ALONE_MS : SCAN_MS),
    },
  );

  async function ask(reference: Reference): Promise<TagLook> {
    const tag = formatReference(reference);
    if (since !== undefined) {
      const known = await histories.load(tag);
      const last = known.at(-1);
      if (last && last.lastLook > since) {
        return { fact: factOf(last), history: historyOf(known), number: last.lastLook };
      }
    }
    // Taken before the request: a look that began before a scan must not count as one of that scan.
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
    look(reference) {
      const tag = formatReference(reference);
      const known = looks.get(tag);
      if (known) return known;
      const look = ask(reference);
      looks.set(tag, look);
      return look;
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
