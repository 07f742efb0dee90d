import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import { isDatabaseGone } from '#lib/store/database/unreachable.ts';

/** Logs errors that repeat. */
export interface QuietLog {
  error(error: unknown, message: string): void;
}

/** The same error is logged once in this time, with a count. */
const EVERY_MS = 60_000;
const MAX_KINDS = 200;

/**
 * Logs each kind of error at most once a minute: while the database is gone, every worker has the same error twice a
 * second. A lost database is one kind, and needs no stack.
 */
export function quietLog(log: Logger, now: () => number = () => performance.now()): QuietLog {
  const kinds = new LRUCache<string, { at: number; left: number }>({ max: MAX_KINDS });
  return {
    error(error, message) {
      const gone = isDatabaseGone(error);
      const text = String((error as { message?: unknown } | null)?.message ?? error);
      // The queue adds the worker; the same error of many workers is one kind.
      const kind = gone ? 'the database is gone' : `${message}: ${text.replace(/ \(Queue: .*\)$/s, '')}`;
      const known = kinds.get(kind);
      if (known !== undefined && now() - known.at < EVERY_MS) {
        known.left += 1;
        return;
      }
      kinds.set(kind, { at: now(), left: 0 });
      const repeated = known?.left ?? 0;
      if (gone) log.error({ reason: text, repeated }, 'The database cannot be reached. Trying again.');
      else log.error({ err: error, repeated }, message);
    },
  };
}
