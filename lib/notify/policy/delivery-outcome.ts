import type { OutcomeWord } from '../channel.ts';

/** How one attempt ended. */
export interface Outcome {
  readonly word: OutcomeWord;
  /** HTTP's, or the mail server's. */
  readonly statusCode: number | null;
  /** Seconds that the receiver asked to wait. */
  readonly retryAfter?: number | undefined;
}

/** What an HTTP status means to a delivery. Redirects are failures: they are never followed. */
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

/** True where somebody has got the message. */
export function isDelivered(word: OutcomeWord): boolean {
  return word === 'delivered' || word === 'partly-delivered';
}

const FIRST_RETRY_SECONDS = 30;
const LONGEST_RETRY_SECONDS = 3600;
/** A receiver may ask for more patience than ours, not for more than this. */
const LONGEST_RETRY_AFTER_SECONDS = 6 * 3600;

/**
 * Seconds before the next try: twice as long after each one, from 30 s to an hour, with half of it left to
 * chance so that many that failed together do not come back together; never sooner than the receiver asked.
 * `attempts` counts those that failed, from 1; `random` is in [0, 1).
 */
export function retrySeconds(attempts: number, retryAfter: number | undefined, random: number): number {
  const ceiling = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(attempts - 1, 20));
  const ours = ceiling / 2 + (random * ceiling) / 2;
  return Math.ceil(Math.max(ours, Math.min(retryAfter ?? 0, LONGEST_RETRY_AFTER_SECONDS)));
}
