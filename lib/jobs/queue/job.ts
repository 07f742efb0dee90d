import type { PgBoss, QueueOptions, WorkOptions } from 'pg-boss';
import type { z } from 'zod';
import { retryInterrupted } from '#lib/fleet/scan/retry-interrupted.ts';
import type { Database } from '#lib/store/database/database.ts';
import { parseStored } from '#lib/store/database/stored-json.ts';

/** How a queue behaves, whichever job it holds: when a process dies, its jobs go to another one. */
const COMMON = { heartbeatSeconds: 15, retryLimit: 20, retryDelay: 1, notify: true };

/** How long finished jobs are kept. */
export const DAY_SECONDS = 24 * 3600;

/** The queue of one kind of job. */
interface JobQueue<Enqueue> {
  /** The queue's name in the database; every process knows it. */
  readonly name: string;
  /**
   * Options of the queue. Retries are for crashes and a lost database: trouble with a registry ends as a verdict or as
   * a failed rebase, and a message that does not arrive is delayed.
   */
  readonly queue: QueueOptions & { readonly policy?: 'short' | 'stately' };
  /** Jobs that one process runs at a time, and how they are fetched. */
  readonly workers: WorkOptions & { readonly count: number };
  /** What use cases enqueue it with. */
  enqueueOn(boss: PgBoss): Enqueue;
}

/** One kind of job: its data, its queue, what enqueues it and what runs it. */
export interface JobDefinition<Data extends object, Context, Enqueue> extends JobQueue<Enqueue> {
  /** Parses the data of a job, which may have been enqueued by the version before, and upcasts it. */
  readonly data: z.ZodType<Data>;
  /** Runs the job: one use case. `deaths` is how many processes are known to have died during it. */
  run(context: Context, data: Data, deaths: number): Promise<unknown>;
  /**
   * For a job that may end its process: it is set aside after the second time. `key` is the same each time it is
   * enqueued.
   */
  readonly interrupted?: {
    key(data: Data): string;
    setAside(context: Context, data: Data): Promise<void>;
  };
}

/** A job as the runtime sees it, whatever its data. */
export interface JobKind<Context, Enqueue> extends JobQueue<Enqueue> {
  /** Parses a stored job's data and runs it. Throws `StoredJsonError` before it begins if the data cannot be read. */
  work(
    context: Context,
    stored: { readonly id: string; readonly data: unknown },
    deaths: number,
  ): Promise<void>;
}

/** Defines a kind of job. */
export function defineJob<Data extends object, Context extends { readonly db: Database }, Enqueue>(
  definition: JobDefinition<Data, Context, Enqueue>,
): JobKind<Context, Enqueue> {
  const { name, data: schema, queue, workers, interrupted } = definition;
  return {
    name,
    queue: { ...COMMON, ...queue },
    workers,
    enqueueOn: (boss) => definition.enqueueOn(boss),
    async work(context, { id, data: stored }, deaths) {
      const data = parseStored(schema, stored, `the job ${id} of the queue ${name}`);
      const run = async () => void (await definition.run(context, data, deaths));
      // The first time, nothing is stored: only a job that was interrupted leaves a note for the next process.
      if (interrupted === undefined || deaths === 0) return run();
      const setAside = () => interrupted.setAside(context, data);
      await retryInterrupted(context, { key: interrupted.key(data), deaths }, { run, setAside });
    },
  };
}
