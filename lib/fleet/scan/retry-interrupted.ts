import { randomUUID } from 'node:crypto';
import {
  beginInterrupted,
  forgetInterrupted,
  releaseInterrupted,
} from '#lib/store/service/interrupted-jobs.ts';
import type { WithDatabase } from '../capabilities.ts';

/** Processes that a job may end before it is set aside. */
const MOST_DEATHS = 2;
/** Identifies this process. */
const PROCESS = randomUUID();

/** A job that was interrupted before. */
export interface Interruption {
  /** What it is about: the same each time it is enqueued. */
  readonly key: string;
  /** How many processes are known to have died during it, at the first retry. */
  readonly deaths: number;
}

/** A job, and what is done instead if it has ended its process twice. */
export interface Retried {
  run(): Promise<void>;
  /** Runs at most as often as the job itself; the job is over after it. */
  setAside(): Promise<void>;
}

/**
 * Retries an interrupted job, and first stores a note that remains if the process dies. A job that has ended two
 * processes is set aside: it would end this one too. Failures that do not end the process are not counted. `process`
 * identifies the process.
 */
export async function retryInterrupted(
  { db }: WithDatabase,
  { key, deaths }: Interruption,
  job: Retried,
  process: string = PROCESS,
): Promise<void> {
  const dead = await beginInterrupted(db, key, process, deaths);
  try {
    if (dead >= MOST_DEATHS) return await job.setAside();
    await job.run();
  } catch (error) {
    await releaseInterrupted(db, key);
    throw error;
  }
  await forgetInterrupted(db, [key]);
}
