import { problem, RequestProblem } from '../http/problem.ts';

/** Work that anonymous requests may cause: bounded, shared, and cached. */
export interface PublicWork<T> {
  /**
   * The result for a key: cached, in progress for another request, or made now. Throws `RequestProblem` 503 where too
   * many others wait, and what `make` rejects with.
   */
  get(key: string, make: () => Promise<T>): Promise<T>;
  /** Forgets all results: what they were made of has changed. */
  clear(): void;
}

export interface PublicWorkBounds<T> {
  /** Results made at a time: work on the main thread makes every other request wait. */
  readonly atOnce: number;
  /** Requests that may wait for their turn. */
  readonly waiting: number;
  /** Cache size, in the unit of `sizeOf`; the least recently used results are evicted first. */
  readonly room: number;
  readonly sizeOf: (result: T) => number;
  /** How long a result is cached when changes by other processes are not noticed; without limit by default. */
  readonly maxAge?: { readonly ms: number; readonly clock: () => Date };
}

const BUSY_SECONDS = 5;

export function createPublicWork<T>(bounds: PublicWorkBounds<T>): PublicWork<T> {
  const { atOnce, waiting, room, sizeOf, maxAge } = bounds;
  const now = () => maxAge?.clock().getTime() ?? 0;
  const kept = new Map<string, { result: T; size: number; at: number }>();
  const underWay = new Map<string, Promise<T>>();
  const queue: (() => void)[] = [];
  let running = 0;
  let used = 0;
  let version = 0;

  const forget = (key: string) => {
    used -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  };
  const keep = (key: string, result: T) => {
    const size = sizeOf(result);
    forget(key);
    if (size > room) return;
    kept.set(key, { result, size, at: now() });
    used += size;
    for (const oldest of kept.keys()) {
      if (used <= room) break;
      forget(oldest);
    }
  };
  const turn = async () => {
    if (running < atOnce) running += 1;
    else if (queue.length >= waiting) throw busy();
    else await new Promise<void>((proceed) => queue.push(proceed));
  };
  const giveUp = () => {
    const next = queue.shift();
    if (next) next();
    else running -= 1;
  };
  const made = async (key: string, make: () => Promise<T>) => {
    await turn();
    try {
      const asOf = version;
      const result = await make();
      if (asOf === version) keep(key, result);
      return result;
    } finally {
      giveUp();
    }
  };
  return {
    async get(key, make) {
      const known = kept.get(key);
      if (known !== undefined && now() - known.at <= (maxAge?.ms ?? 0)) {
        kept.delete(key);
        kept.set(key, known);
        return known.result;
      }
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
      used = 0;
      kept.clear();
      // Requests from now on must not get a result begun before the change.
      underWay.clear();
    },
  };
}

function busy(): RequestProblem {
  const detail = 'Too many requests are waiting right now. Try again in a few seconds.';
  return new RequestProblem(problem('busy', detail, { retryAfter: BUSY_SECONDS }));
}
