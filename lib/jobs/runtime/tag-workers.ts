import { setTimeout as pause } from 'node:timers/promises';
import type { CheckContext } from '#lib/fleet/scan/check-context.ts';
import { nextBatch } from '#lib/fleet/schedule/check-due-tags.ts';
import { planTags } from '#lib/fleet/schedule/plan-tags.ts';
import type { ThrottledLog } from '../logging/throttled-log.ts';

/** Batches of tags that this process works on at a time: enough that slow registries leave room for others. */
const CONCURRENCY = 6;
/** While nothing is due, the database is asked this often. */
const EVERY_MS = 1000;
const STOP_MS = 10_000;

/** The work on tags that are due in this process. Every process takes part. */
interface TagWorkers {
  /** Ends what is under way early; others do the rest. */
  stop(): Promise<void>;
}

/** Requests tags when they are due, from now on: see {@link nextBatch}. `everySeconds` is `scan.every`. */
export function startTagWorkers(context: CheckContext, everySeconds: number, log: ThrottledLog): TagWorkers {
  const ended = new AbortController();
  const { signal } = ended;
  const running = new Set<Promise<void>>();
  const start = (work: () => Promise<void>) => {
    const batch: Promise<void> = work()
      .catch((error: unknown) => {
        if (!signal.aborted) log.error(error, 'a batch of tags failed');
      })
      .finally(() => running.delete(batch));
    running.add(batch);
  };
  const fill = async () => {
    // What is due is requested even if the intervals of others cannot be decided.
    await planTags(context, everySeconds).catch((error: unknown) => {
      if (!signal.aborted) log.error(error, 'the intervals of tags could not be decided');
    });
    while (running.size < CONCURRENCY && !signal.aborted) {
      const work = await nextBatch(context, everySeconds, signal);
      if (work === undefined) return;
      start(work);
    }
  };
  const loop = (async () => {
    while (!signal.aborted) {
      await fill().catch((error: unknown) => {
        if (!signal.aborted) log.error(error, 'the tags that are due could not be claimed');
      });
      // The next batch begins as soon as one ends.
      await Promise.race([pause(EVERY_MS, undefined, { signal }).catch(() => undefined), ...running]);
    }
  })();
  return {
    async stop() {
      ended.abort();
      await Promise.race([loop.then(() => Promise.all(running)), pause(STOP_MS, undefined, { ref: false })]);
    },
  };
}
