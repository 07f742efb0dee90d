import { setTimeout as sleep } from 'node:timers/promises';
import { parseRetryAfter, retryDelay } from '#lib/registry/transport/limits/retry-delay.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { postPicture } from '../judging/mentions-post.ts';

/** Where pictures are posted. */
export interface PostTarget {
  readonly server: URL;
  readonly source: string;
  readonly token: string | undefined;
  readonly userAgent: string;
  /** Seconds between two pictures at most; `undefined` if nobody said how often there is one. */
  readonly everySeconds: number | undefined;
  readonly signal: AbortSignal;
  readonly clock: () => Date;
  readonly random?: () => number;
}

/** What became of a picture. `message` completes "the picture was not posted: …". */
export type PostOutcome =
  | { readonly state: 'posted'; readonly sequence: number }
  /** The same picture will be refused again. */
  | { readonly state: 'refused'; readonly message: string }
  /** It may be accepted later. */
  | { readonly state: 'failed'; readonly message: string };

const REQUEST_MS = 60_000;
const TRIES = 6;
const MAX_WAIT_SECONDS = 120;
/** A clock that ran ahead by 2^20 s, 12 days, is overtaken; beyond that, a person should look. */
const OVERTAKES = 20;

/**
 * Makes a function that posts the full picture of a source (`POST /api/v1/sources/{id}/mentions`). Each picture has a greater
 * sequence than the one before, in milliseconds since the epoch, so that it also follows one of an earlier process. If
 * the server already has a newer one, a newer sequence is taken. Never rejects for what the server does.
 */
export function createPoster(target: PostTarget): (mentions: readonly Mention[]) => Promise<PostOutcome> {
  const { server, token, source, userAgent, everySeconds, signal, random = Math.random } = target;
  let last = 0;

  return async (mentions) => {
    let failed = 'it was not tried';
    let ahead = 1000;
    let overtakes = 0;
    for (let tries = 0; tries < TRIES; ) {
      last = Math.max(last + 1, target.clock().getTime());
      const limit = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]);
      const picture = { sequence: last, mentions, everySeconds };
      const answer = await postPicture({ server, token }, source, picture, limit, userAgent);
      if (answer.state === 'accepted') return { state: 'posted', sequence: last };
      if (answer.state === 'too-large') {
        const size = (answer.bytes / 1024 / 1024).toFixed(1);
        const message = `it is ${size} MB compressed, and the limit is 5 MB; split the namespaces over two agents, each with its own source (--namespace)`;
        return { state: 'refused', message };
      }
      let wait: number | undefined;
      if (answer.state === 'no-answer') failed = `${server.host}: ${answer.message}`;
      else {
        const { status, detail } = answer;
        if (status === 409 && overtakes < OVERTAKES && !signal.aborted) {
          last += ahead;
          ahead *= 2;
          overtakes += 1;
          continue;
        }
        failed = `${server.host} answered ${status}${detail === undefined ? '' : `: ${detail}`}`;
        const mayPass = status === 429 || status === 408 || status >= 500;
        wait = parseRetryAfter(answer.retryAfter, target.clock().getTime());
        if (!mayPass || (wait ?? 0) > MAX_WAIT_SECONDS) {
          return { state: mayPass ? 'failed' : 'refused', message: failed };
        }
      }
      tries += 1;
      if (tries === TRIES || signal.aborted) break;
      await sleep(retryDelay(tries, wait, random()), undefined, { signal }).catch(() => undefined);
    }
    return { state: 'failed', message: failed };
  };
}
