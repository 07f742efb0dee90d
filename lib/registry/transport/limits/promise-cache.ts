import { LRUCache } from 'lru-cache';

/** Results of requests by key, so that equal requests are sent once. */
interface PromiseCache<T> {
  /** The result for a key: cached, still being loaded for another caller, or loaded now. */
  get(key: string, load: () => Promise<T>): Promise<T>;
}

/** Keeps each result for `ms` milliseconds, at most `max` of them. A load that fails is not kept. */
export function createPromiseCache<T>({
  ms,
  max,
}: {
  readonly ms: number;
  readonly max: number;
}): PromiseCache<T> {
  const results = new LRUCache<string, Promise<T>>({ max, ttl: ms });
  return {
    get(key, load) {
      const known = results.get(key);
      if (known !== undefined) return known;
      const result = load();
      results.set(key, result);
      result.catch(() => {
        if (results.peek(key) === result) results.delete(key);
      });
      return result;
    },
  };
}
