import type { AccessAction } from '#lib/access/access-action.ts';
import type { AccessEntry } from '#lib/store/access/audit-log.ts';

/** Something that is recorded one by one. */
type AccessEvent = Pick<AccessEntry, 'action' | 'actor' | 'subject' | 'address' | 'detail'>;

/** Something a stranger can cause as often as they like. */
export interface AccessRefusal {
  readonly action: Extract<AccessAction, 'login-refused' | 'token-refused'>;
  /** Who it was, where the provider said so. */
  readonly actor?: string;
  readonly address: string | null;
  readonly detail: string;
}

/** The record of access, as it is written. */
export interface AccessRecord {
  /** Writes at once. */
  add(event: AccessEvent): Promise<void>;
  /** Writes the first of a kind at once, those that follow within a minute as one row with their number. */
  refused(refusal: AccessRefusal): void;
  /** Writes what is counted and not written; at the end of the process. */
  flush(): Promise<void>;
}

const WINDOW_MS = 60_000;
/** Rows a minute that strangers can cause, from however many addresses; the rest are counted together. */
const MOST_WINDOWS = 50;

interface Window {
  readonly refusal: AccessRefusal;
  times: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** `write` puts a row into the database; `failed` hears why it could not. */
export function createAccessRecord(
  write: (entry: Omit<AccessEntry, 'id'>) => Promise<void>,
  clock: () => Date,
  failed: (error: unknown) => void,
): AccessRecord {
  const windows = new Map<string, Window>();
  const row = ({ action, actor, address, detail }: AccessRefusal, times: number) =>
    write({ at: clock(), action, actor: actor ?? null, subject: null, address, times, detail });
  const close = async (key: string) => {
    const window = windows.get(key);
    windows.delete(key);
    if (window === undefined) return;
    clearTimeout(window.timer);
    if (window.times > 0) await row(window.refusal, window.times).catch(failed);
  };
  return {
    add: (event) => write({ ...event, at: clock(), times: 1 }),
    refused(asked) {
      const full = windows.size >= MOST_WINDOWS && !windows.has(keyOf(asked));
      const refusal = full ? manyOf(asked.action) : asked;
      const key = keyOf(refusal);
      const window = windows.get(key);
      if (window !== undefined) {
        window.times += 1;
        return;
      }
      const timer = setTimeout(() => void close(key), WINDOW_MS);
      timer.unref();
      windows.set(key, { refusal, times: 0, timer });
      row(refusal, 1).catch(failed);
    },
    async flush() {
      await Promise.all([...windows.keys()].map(close));
    },
  };
}

function manyOf(action: AccessRefusal['action']): AccessRefusal {
  return { action, address: null, detail: 'from many addresses' };
}

function keyOf({ action, actor, address, detail }: AccessRefusal): string {
  return JSON.stringify([action, actor ?? null, address, detail]);
}
