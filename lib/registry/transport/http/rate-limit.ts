/** The request limit that a registry announces (`ratelimit-limit: 100;w=21600`). */
export interface RateLimit {
  readonly limit: number;
  readonly remaining: number;
  /** Length of the window in seconds; `undefined` if the registry does not say. */
  readonly windowSeconds: number | undefined;
  /** When the registry said so, in milliseconds since the epoch. */
  readonly at: number;
}

/** Parses the rate-limit headers; `undefined` if they are absent or malformed. `now` in milliseconds since the epoch. */
export function parseRateLimit(
  limit: string | undefined,
  remaining: string | undefined,
  now: number,
): RateLimit | undefined {
  const allowed = /^\s*(\d{1,12})/.exec(limit ?? '')?.[1];
  const left = /^\s*(\d{1,12})/.exec(remaining ?? '')?.[1];
  if (allowed === undefined || left === undefined) return undefined;
  const window = /;\s*w=(\d{1,9})/.exec(limit ?? '')?.[1];
  return {
    limit: Number(allowed),
    remaining: Number(left),
    windowSeconds: window === undefined ? undefined : Number(window),
    at: now,
  };
}
