import { setTimeout as pause } from 'node:timers/promises';
import { type ScanProgress, saveChunk } from '#lib/store/scans/scans.ts';
import type { WithClock, WithDatabase, WithEvents, WithLog } from '../capabilities.ts';
import type { Events } from '../services/events.ts';
import type { ChunkTally } from './chunk-tally.ts';
import { announceScan } from './scan-images.ts';
import type { ScanJob } from './scan-queue.ts';

/**
 * How often the progress of a running job is stored and published, in milliseconds. A cancellation whose event is lost is
 * noticed then too.
 */
const REPORT_MS = 500;

/** The progress of a running job. */
export interface ChunkProgress {
  /** True once somebody cancelled the scan: what has not begun is left out. */
  readonly cancelled: boolean;
  /** Stores and publishes the final counts. */
  end(): Promise<void>;
  /** Stops reporting, for a job that failed. */
  stop(): Promise<void>;
}

/** Stores and publishes twice a second how far a job is, and notices that its scan was cancelled. */
export function followChunk(
  context: WithDatabase &
    WithClock &
    WithLog & { readonly events: WithEvents['events'] & Pick<Events, 'subscribe'> },
  { scanId, chunk }: Pick<ScanJob, 'scanId' | 'chunk'>,
  tally: ChunkTally,
  begun: ScanProgress,
): ChunkProgress {
  const over = new AbortController();
  let cancelled = begun.cancelledAt !== null;
  const endListening = context.events.subscribe((event) => {
    if (event.type === 'scan' && event.id === scanId) cancelled ||= event.state === 'cancelling';
  });
  let published = '';
  const save = async (ended: boolean) => {
    const progress = await saveChunk(context.db, scanId, chunk, tally.counts(ended), ended, context.clock());
    if (progress === undefined) return;
    cancelled ||= progress.cancelledAt !== null;
    const { checked, done, failed, skipped } = progress;
    const now = [checked, done, failed, skipped].join();
    if (now !== published || ended) await announceScan(context, progress);
    published = now;
  };
  const reporting = (async () => {
    while (!over.signal.aborted) {
      await pause(REPORT_MS, undefined, { signal: over.signal }).catch(() => undefined);
      if (over.signal.aborted) return;
      // The verdicts are what counts: the job goes on, and its end is stored or the job runs again.
      await save(false).catch((err) => context.log.warn({ err, scanId }, 'a scan’s progress was not stored'));
    }
  })();
  const stop = () => {
    over.abort();
    endListening();
    return reporting;
  };
  return {
    get cancelled() {
      return cancelled;
    },
    async end() {
      await stop();
      await save(true);
    },
    stop,
  };
}
