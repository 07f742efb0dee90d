import { problem, RequestProblem } from '../http/problem.ts';

/** Limits the registry requests that readers can cause, per account: at the same time and per minute. */
export interface LookLimit {
  /** Runs `look` for an account. Throws `RequestProblem` 429 where the account has started too many. */
  run<T>(account: string, look: () => Promise<T>): Promise<T>;
}

export interface LookAllowance {
  readonly atOnce: number;
  readonly perMinute: number;
}

const WINDOW_MS = 60_000;
/** About as long as a check takes. */
const BUSY_SECONDS = 5;

export function createLookLimit(clock: () => Date, { atOnce, perMinute }: LookAllowance): LookLimit {
  const accounts = new Map<string, { running: number; started: number[] }>();
  return {
    async run(account, look) {
      const now = clock().getTime();
      const used = accounts.get(account) ?? { running: 0, started: [] };
      used.started = used.started.filter((at) => now - at < WINDOW_MS);
      const oldest = used.started[0] ?? now;
      if (used.running >= atOnce) throw tooManyLooks(BUSY_SECONDS);
      if (used.started.length >= perMinute) throw tooManyLooks(Math.ceil((oldest + WINDOW_MS - now) / 1000));
      used.started.push(now);
      used.running += 1;
      accounts.set(account, used);
      try {
        return await look();
      } finally {
        used.running -= 1;
        if (used.running === 0 && used.started.length === 0) accounts.delete(account);
      }
    },
  };
}

function tooManyLooks(seconds: number): RequestProblem {
  const detail = `Without the permission “track” you can check only a few untracked images at a time. Wait ${seconds} s and try again.`;
  return new RequestProblem(problem('too-many-checks', detail, { retryAfter: seconds }));
}
