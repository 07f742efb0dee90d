/** Tries at the login, a few a minute for all callers together: a token is long, its guesser patient. */
export interface LoginLimit {
  /** False where there were too many tries in the last minute. */
  take(): boolean;
  /** Forgets the tries, after one that was right. */
  reset(): void;
}

const WINDOW_MS = 60_000;
const MAX_TRIES = 20;

export function createLoginLimit(clock: () => Date): LoginLimit {
  let tries: number[] = [];
  return {
    take() {
      const now = clock().getTime();
      tries = tries.filter((at) => now - at < WINDOW_MS);
      if (tries.length >= MAX_TRIES) return false;
      tries.push(now);
      return true;
    },
    reset() {
      tries = [];
    },
  };
}
