import type pg from 'pg';

/** Whether the database answered the latest check. */
export interface DatabaseWatch {
  readonly reachable: boolean;
  /** Calls the listener on every change; the returned function unsubscribes. */
  subscribe(listener: (reachable: boolean) => void): () => void;
  close(): void;
}

const EVERY_MS = 2000;
/** A slower answer counts as no answer. */
export const ANSWER_MS = 1500;

/** Checks every two seconds whether the database answers. */
export function watchDatabase(pool: pg.Pool, everyMs: number = EVERY_MS): DatabaseWatch {
  const listeners = new Set<(reachable: boolean) => void>();
  let reachable = true;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const check = async () => {
    const now = await answersInTime(pool.query('select 1'), ANSWER_MS);
    if (closed) return;
    if (now !== reachable) {
      reachable = now;
      for (const listener of listeners) listener(now);
    }
    timer = setTimeout(() => void check(), everyMs).unref();
  };
  void check();
  return {
    get reachable() {
      return reachable;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Whether a promise is fulfilled within this many milliseconds. */
export function answersInTime(answer: Promise<unknown>, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), ms);
    answer
      .then(() => resolve(true))
      .catch(() => resolve(false))
      .finally(() => clearTimeout(late));
  });
}
