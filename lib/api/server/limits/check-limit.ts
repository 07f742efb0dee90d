import { problem, RequestProblem } from '../http/problem.ts';

/** Limits the checks that accounts without `track` can cause: concurrently and per minute. */
export interface CheckLimit {
  /** Runs a check for an account. Throws `RequestProblem` 429 if the account has started too many. */
  run<T>(account: string, check: () => Promise<T>): Promise<T>;
}

export interface CheckAllowance {
  readonly atOnce: number;
  readonly perMinute: number;
}

const WINDOW_MS = 60_000;
/** About the duration of a check. */
const BUSY_SECONDS = 5;

/** `what` is what is limited, in a sentence without its end. */
export function createCheckLimit(
  clock: () => Date,
  { atOnce, perMinute }: CheckAllowance,
  what = 'Without the permission “track” you can check only a few untracked images at a time',
): CheckLimit {
  const accounts = new Map<string, { running: number; started: number[] }>();
  return {
    async run(account, check) {
      const now = clock().getTime();
      const used = accounts.get(account) ?? { running: 0, started: [] };
      used.started = used.started.filter((at) => now - at < WINDOW_MS);
      const oldest = used.started[0] ?? now;
      if (used.running >= atOnce) throw tooManyChecks(what, BUSY_SECONDS);
      if (used.started.length >= perMinute)
        throw tooManyChecks(what, Math.ceil((oldest + WINDOW_MS - now) / 1000));
      used.started.push(now);
      used.running += 1;
      accounts.set(account, used);
      try {
        return await check();
      } finally {
        used.running -= 1;
        if (used.running === 0 && used.started.length === 0) accounts.delete(account);
      }
    },
  };
}

function tooManyChecks(what: string, seconds: number): RequestProblem {
  const detail = `${what}. Wait ${seconds} s and try again.`;
  return new RequestProblem(problem('too-many-checks', detail, { retryAfter: seconds }));
}
