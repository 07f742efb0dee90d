import { randomUUID } from 'node:crypto';
import { beginInterrupted, forgetInterrupted, releaseInterrupted } from '#lib/store/interrupted-jobs.ts';
import type { FleetContext } from './context.ts';

/** Processes that a job may end before it is set aside. */
const MOST_DEATHS = 2;
/** Tells this process from every other. */
const PROCESS = randomUUID();

/** A job that was interrupted before. */
export interface Interruption {
  /** What it is about: the same however often it is put into the queue. */
  readonly key: string;
  /** Processes known to have died while they did it, when it is first tried again. */
  readonly deaths: number;
}

/** A job that runs, and what is done instead where it has ended its process twice. */
export interface Retried {
  run(): Promise<void>;
  /** Runs at most as often as the job itself; the job is over after it. */
  setAside(): Promise<void>;
}

/**
 * Tries an interrupted job again, with a note beforehand that a process which dies leaves behind. A job that has ended
 * two processes is set aside: it would end this one too. What fails without ending the process is not counted.
 * `process` tells the processes apart.
 */
export async function retryInterrupted(
  { db }: FleetContext,
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
