import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';

/**
 * How many wrong secrets are heard out. Each key (an address, or a browser that logged in before) has its own
 * allowance; all unknown keys together have one more, so that many addresses are no way round. A key that was right
 * before is not unknown: strangers use up their allowances, never its own.
 */
export interface TryLimit {
  /** Seconds to wait before the next try; 0 where it may come now. `known` for a key that proves it was here before. */
  wait(key: string, known?: boolean): number;
  /** Seconds to wait while too many wrong tries came from all unknown keys together; else 0. */
  waitForAll(): number;
  /** Counts a wrong try. */
  wrong(key: string, known?: boolean): void;
  /** Forgets the wrong tries of a key, and remembers it. */
  right(key: string): void;
}

export interface TryAllowance {
  readonly perKey: number;
  readonly allUnknown: number;
}

const WINDOW_MS = 60_000;
const MOST_KEYS = 10_000;

export function createTryLimit(clock: () => Date, { perKey, allUnknown }: TryAllowance): TryLimit {
  const byKey = new LRUCache<string, number[]>({ max: MOST_KEYS });
  const remembered = new LRUCache<string, true>({ max: MOST_KEYS });
  let unknown: number[] = [];
  const recent = (tries: readonly number[], now: number) => tries.filter((at) => now - at < WINDOW_MS);
  const left = (tries: readonly number[], most: number, now: number) =>
    tries.length < most ? 0 : Math.ceil(((tries.at(-most) ?? now) + WINDOW_MS - now) / 1000);
  const waitForAll = () => {
    const now = clock().getTime();
    unknown = recent(unknown, now);
    return left(unknown, allUnknown, now);
  };
  return {
    waitForAll,
    wait(key, known = remembered.has(key)) {
      const now = clock().getTime();
      const own = left(recent(byKey.get(key) ?? [], now), perKey, now);
      return known ? own : Math.max(own, waitForAll());
    },
    wrong(key, known = remembered.has(key)) {
      const now = clock().getTime();
      const tries = [...recent(byKey.get(key) ?? [], now), now];
      byKey.set(key, tries);
      if (!known) unknown = [...recent(unknown, now), now];
    },
    right(key) {
      byKey.delete(key);
      remembered.set(key, true);
    },
  };
}

/** What an address counts as: a network of IPv6 has more addresses than can be counted, so its first 64 bits. */
export function addressKey(address: string | null): string {
  if (address === null) return 'unknown';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return `${[...first, ...Array<string>(zeros).fill('0'), ...last].slice(0, 4).join(':')}::/64`;
}
