import type { OutcomeWord } from '../channel.ts';

/** How one attempt ended. */
export interface Outcome {
  readonly word: OutcomeWord;
  /** Of HTTP or SMTP. */
  readonly statusCode: number | null;
  /** Seconds, from the receiver's `Retry-After`. */
  readonly retryAfter?: number | undefined;
}

/** The outcome of an HTTP status. Redirects are failures, because they are never followed. */
export function outcomeOfStatus(statusCode: number, retryAfter?: number): Outcome {
  const word = wordOfStatus(statusCode);
  return retryAfter === undefined ? { word, statusCode } : { word, statusCode, retryAfter };
}

function wordOfStatus(status: number): OutcomeWord {
  if (status >= 200 && status < 300) return 'delivered';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 410) return 'gone';
  if (status === 429) return 'rate-limited';
  if (status >= 500 || status === 408 || status === 425) return 'server-error';
  return 'refused';
}

/** True if at least one recipient has the message. */
export function isDelivered(word: OutcomeWord): boolean {
  return word === 'delivered' || word === 'partly-delivered';
}

const FIRST_RETRY_SECONDS = 30;
const LONGEST_RETRY_SECONDS = 3600;
/** A receiver may ask for a longer wait than ours, up to this. */
const LONGEST_RETRY_AFTER_SECONDS = 6 * 3600;

/**
 * Seconds before the next attempt: doubled after each failure, from 30 s to an hour, and never sooner than the receiver
 * asked. Half of it is random, so that deliveries that failed together are not retried together.
 * `attempts` counts those that failed, from 1; `random` is in [0, 1).
 */
export function retrySeconds(attempts: number, retryAfter: number | undefined, random: number): number {
  const ceiling = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(attempts - 1, 20));
  const ours = ceiling / 2 + (random * ceiling) / 2;
  return Math.ceil(Math.max(ours, Math.min(retryAfter ?? 0, LONGEST_RETRY_AFTER_SECONDS)));
}
