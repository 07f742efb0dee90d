import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readCapped } from '#lib/registry/transport/http/capped-body.ts';
import { codeOf } from '#lib/registry/transport/http/network-failure.ts';
import { parseRetryAfter, retryDelay } from '#lib/registry/transport/limits/retry-delay.ts';
import type { Mention } from '#lib/sources/mention.ts';
import { encodeMentions, MAX_POST_BYTES, mentionsPath, POST_HEADERS } from '../judging/mentions-post.ts';
import { apiUrl } from '../judging/server-answer.ts';

/** Where pictures are posted. */
export interface PostTarget {
  readonly server: URL;
  readonly source: string;
  readonly token: string | undefined;
  readonly userAgent: string;
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

const MAX_ANSWER = 64 * 1024;
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
  const { server, source, signal, random = Math.random } = target;
  const url = apiUrl(server, mentionsPath(source));
  let last = 0;

  return async (mentions) => {
    let failed = 'it was not tried';
    let ahead = 1000;
    let overtakes = 0;
    for (let tries = 0; tries < TRIES; ) {
      last = Math.max(last + 1, target.clock().getTime());
      const body = await encodeMentions(last, mentions);
      if (body.byteLength > MAX_POST_BYTES) {
        const size = (body.byteLength / 1024 / 1024).toFixed(1);
        const message = `it has ${size} MB compressed, and the limit is 5 MB; give each half of the namespaces a source and an agent of its own`;
        return { state: 'refused', message };
      }
      const answer = await send(url, body, target);
      if (answer.status === 409 && overtakes < OVERTAKES && !signal.aborted) {
        last += ahead;
        ahead *= 2;
        overtakes += 1;
        continue;
      }
      if (answer.status >= 200 && answer.status < 300) return { state: 'posted', sequence: last };
      failed = answer.message;
      if (!answer.mayPass || (answer.retryAfter ?? 0) > MAX_WAIT_SECONDS) {
        return { state: answer.mayPass ? 'failed' : 'refused', message: failed };
      }
      tries += 1;
      if (tries === TRIES || signal.aborted) break;
      await sleep(retryDelay(tries, answer.retryAfter, random()), undefined, { signal }).catch(
        () => undefined,
      );
    }
    return { state: 'failed', message: failed };
  };
}

interface Answered {
  /** 0 without an answer. */
  readonly status: number;
  readonly message: string;
  readonly mayPass: boolean;
  readonly retryAfter?: number | undefined;
}

async function send(url: URL, body: Uint8Array<ArrayBuffer>, target: PostTarget): Promise<Answered> {
  const { token, userAgent, signal } = target;
  try {
    const response = await fetch(url, {
      method: 'POST',
      // A redirect could send the token to another host.
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
      headers: {
        ...POST_HEADERS,
        accept: 'application/json',
        'user-agent': userAgent,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body,
    });
    const { status } = response;
    const text = (await readCapped(response.body, MAX_ANSWER)).toString('utf8');
    return {
      status,
      message: `${url.host} answered ${status}${detailOf(text)}`,
      mayPass: status === 429 || status === 408 || status >= 500,
      retryAfter: parseRetryAfter(response.headers.get('retry-after') ?? undefined, target.clock().getTime()),
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = codeOf(cause) || (cause instanceof Error ? cause.message : String(cause));
    return { status: 0, message: `the request to ${url.host} failed: ${why}`, mayPass: true };
  }
}

const problemSchema = z.object({ detail: z.string().min(1).max(2000) });

function detailOf(text: string): string {
  try {
    const parsed = problemSchema.safeParse(JSON.parse(text));
    return parsed.success ? `: ${parsed.data.detail}` : '';
  } catch {
    return '';
  }
}
