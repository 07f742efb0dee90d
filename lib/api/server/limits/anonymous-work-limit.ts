import { LRUCache } from 'lru-cache';
import { problem, RequestProblem } from '../http/problem.ts';

/** Work for anonymous requests. It is limited and cached, and concurrent requests for a key share one result. */
export interface AnonymousWork<T> {
  /**
   * The result for a key: cached, in progress for another request, or made now. Throws `RequestProblem` 503 if too many
   * others wait, and the error of `make`.
   */
  get(key: string, make: () => Promise<T>): Promise<T>;
  /** Clears all results, because their input has changed. */
  clear(): void;
}

export interface AnonymousWorkBounds<T> {
  /** Results that are made concurrently: work on the main thread delays every other request. */
  readonly atOnce: number;
  /** Requests that may wait for their turn. */
  readonly waiting: number;
  /** Cache size, in the unit of `sizeOf`; the least recently used results are evicted first. */
  readonly capacity: number;
  /** A result whose size exceeds the capacity, such as `Infinity`, is not cached. */
  readonly sizeOf: (result: T) => number;
  /** How long a result is cached when changes by other processes are not noticed; without limit by default. */
  readonly maxAge?: { readonly ms: number; readonly clock: () => Date };
}

const BUSY_SECONDS = 5;

export function createAnonymousWork<T>(bounds: AnonymousWorkBounds<T>): AnonymousWork<T> {
  const { atOnce, waiting, capacity, sizeOf, maxAge } = bounds;
  const now = () => maxAge?.clock().getTime() ?? 0;
  const kept = new LRUCache<string, { readonly result: T; readonly at: number }>({
    // LRUCache needs a positive limit; with a capacity of 0, nothing is put in.
    maxSize: Math.max(1, capacity),
  });
  const underWay = new Map<string, Promise<T>>();
  const queue: (() => void)[] = [];
  let running = 0;
  let version = 0;

  const turn = async () => {
    if (running < atOnce) running += 1;
    else if (queue.length >= waiting) throw busy();
    else await new Promise<void>((proceed) => queue.push(proceed));
  };
  const release = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  const made = async (key: string, make: () => Promise<T>) => {
    await turn();
    try {
      const asOf = version;
      const result = await make();
      // LRUCache needs a positive, finite size.
      const size = Math.max(1, sizeOf(result));
      if (asOf === version && size <= capacity) kept.set(key, { result, at: now() }, { size });
      return result;
    } finally {
      release();
    }
  };
  return {
    async get(key, make) {
      const known = kept.get(key);
      if (known !== undefined && now() - known.at <= (maxAge?.ms ?? 0)) return known.result;
      const shared = underWay.get(key);
      if (shared !== undefined) return shared;
      const own = made(key, make).finally(() => {
        if (underWay.get(key) === own) underWay.delete(key);
      });
      underWay.set(key, own);
      return own;
    },
    clear() {
      version += 1;
      kept.clear();
      // Requests from now on must not get a result that was started before the change.
      underWay.clear();
    },
  };
}

function busy(): RequestProblem {
  const detail = 'Too many requests are waiting. Try again in a few seconds.';
  return new RequestProblem(problem('busy', detail, { retryAfter: BUSY_SECONDS }));
}
