import type { Logger } from 'pino';
import { isDatabaseGone } from '#lib/store/database-trouble.ts';

/** Logs trouble that comes again and again. */
export interface QuietLog {
  error(error: unknown, message: string): void;
}

/** The same trouble is logged once in this time, with how often it came. */
const EVERY_MS = 60_000;
const MAX_KINDS = 200;

/**
 * Logs each kind of trouble at most once a minute: while the database is gone, every lane of every queue has the same
 * trouble twice a second. That the database is gone is one kind, and needs no stack.
 */
export function quietLog(log: Logger, now: () => number = () => performance.now()): QuietLog {
  const kinds = new Map<string, { at: number; left: number }>();
  return {
    error(error, message) {
      const gone = isDatabaseGone(error);
      const text = String((error as { message?: unknown } | null)?.message ?? error);
      // The queue adds which worker it was; trouble of many workers is one trouble.
      const kind = gone ? 'the database is gone' : `${message}: ${text.replace(/ \(Queue: .*\)$/s, '')}`;
      const known = kinds.get(kind);
      if (known !== undefined && now() - known.at < EVERY_MS) {
        known.left += 1;
        return;
      }
      if (kinds.size >= MAX_KINDS) kinds.clear();
      kinds.set(kind, { at: now(), left: 0 });
      const repeated = known?.left ?? 0;
      if (gone) log.error({ reason: text, repeated }, 'The database cannot be reached. Trying again.');
      else log.error({ err: error, repeated }, message);
    },
  };
}
