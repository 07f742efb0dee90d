import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';

/**
 * Limits failed attempts per minute. Each key (an address, or a browser that logged in before) has its own limit. All
 * unknown keys share a second limit, so that an attacker cannot use many addresses. A key that succeeded before is
 * known and does not count towards the shared limit.
 */
export interface AttemptLimit {
  /** Seconds to wait before the next attempt; 0 if it may be made now. `known`: the key proved an earlier success. */
  wait(key: string, known?: boolean): number;
  /** Seconds to wait because all unknown keys together had too many failures; otherwise 0. */
  waitForAll(): number;
  /** Counts a failed attempt. */
  recordFailure(key: string, known?: boolean): void;
  /** Clears a key's failures and remembers the key as known. */
  recordSuccess(key: string): void;
}

export interface AttemptAllowance {
  readonly perKey: number;
  readonly allUnknown: number;
}

const WINDOW_MS = 60_000;
const MOST_KEYS = 10_000;

export function createAttemptLimit(
  clock: () => Date,
  { perKey, allUnknown }: AttemptAllowance,
): AttemptLimit {
  const byKey = new LRUCache<string, number[]>({ max: MOST_KEYS });
  const remembered = new LRUCache<string, true>({ max: MOST_KEYS });
  let unknown: number[] = [];
  const recent = (failures: readonly number[], now: number) => failures.filter((at) => now - at < WINDOW_MS);
  const left = (failures: readonly number[], most: number, now: number) =>
    failures.length < most ? 0 : Math.ceil(((failures.at(-most) ?? now) + WINDOW_MS - now) / 1000);
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
    recordFailure(key, known = remembered.has(key)) {
      const now = clock().getTime();
      const failures = [...recent(byKey.get(key) ?? [], now), now];
      byKey.set(key, failures);
      if (!known) unknown = [...recent(unknown, now), now];
    },
    recordSuccess(key) {
      byKey.delete(key);
      remembered.set(key, true);
    },
  };
}

/** The key of an address. For IPv6 it is the /64 network, because one client may have all its addresses. */
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
