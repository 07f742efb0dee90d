const BASE_MS = 250;
const CEILING_MS = 8_000;

/**
 * Seconds to wait from a `Retry-After` header, given as seconds or as an HTTP date (RFC 9110 § 10.2.3); `now` in
 * milliseconds since the epoch. `undefined` if the header is missing or neither.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now) / 1000));
}

/**
 * Milliseconds before the next try: `retryAfter` seconds if the registry sent it, otherwise an exponential backoff with
 * jitter. `attempt` counts from 0; `random` is in [0, 1).
 */
export function retryDelay(attempt: number, retryAfter: number | undefined, random: number): number {
  if (retryAfter !== undefined) return retryAfter * 1000 + Math.floor(random * BASE_MS);
  const ceiling = Math.min(CEILING_MS, BASE_MS * 2 ** attempt);
  return Math.floor(ceiling / 2 + (random * ceiling) / 2);
}
