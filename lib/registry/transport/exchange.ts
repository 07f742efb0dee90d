import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryError } from '../errors.ts';
import type { WriteOptions } from '../registry.ts';
import type { ClientLimits } from '../settings.ts';
import type { Authorizer } from './auth/authorizer.ts';
import type { Dispatch } from './http/dispatch.ts';
import { fail, isRetryable, readError } from './http/request-error.ts';
import type { Answer } from './http/sender.ts';
import { statusError } from './http/status-error.ts';
import type { Slots } from './limits/concurrency-slots.ts';
import { type Deadline, startDeadline } from './limits/deadline.ts';
import { retryDelay } from './limits/retry-delay.ts';
import type { Pacing } from './pacing.ts';
import { isRedirect, isWriteRedirect, MAX_REDIRECTS, resolveLocation } from './redirect.ts';
import {
  hasContent,
  isRead,
  isReplayable,
  type RegistryRequest,
  type RequestBody,
} from './request/request.ts';

/** An answer with an expected status. */
export interface Exchanged {
  readonly answer: Answer;
  /** The URL that answered, after redirects. */
  readonly url: URL;
  /** Keeps the connection open after the exchange, for a stream; `ms` milliseconds from now. */
  keep(ms: number): Deadline;
}

/**
 * Runs a request: concurrency limit, total deadline, authentication, redirects, retries of reads, and the pace of writes.
 * `read` reads the body; a retry calls it again. Rejects only with `RegistryError`.
 */
export type Exchange = <T>(
  request: RegistryRequest,
  read: (exchanged: Exchanged) => T | Promise<T>,
  options: WriteOptions | undefined,
) => Promise<T>;

/** The exchange over a dispatcher. */
export function createExchange(deps: {
  readonly limits: ClientLimits;
  readonly slots: Slots;
  readonly pacing: Pacing;
  readonly dispatch: Dispatch;
  readonly authorizer: Authorizer;
  readonly random: () => number;
}): Exchange {
  const { limits, slots, pacing, dispatch, authorizer } = deps;

  /** Sends a request and follows redirects; credentials only go to the registry's own origin. */
  async function follow(request: RegistryRequest, authorization: string | undefined, deadline: Deadline) {
    let url = request.url;
    let ownOrigin = true;
    for (let hop = 0; ; hop++) {
      const answer = await dispatch(request, {
        method: request.method,
        url,
        headers: ownOrigin && authorization ? { ...request.headers, authorization } : request.headers,
        signal: deadline.signal,
        ...(request.body === undefined ? {} : { body: await opened(request.body) }),
      });
      const elsewhere = hasContent(request)
        ? isWriteRedirect(answer.status) && isReplayable(request)
        : isRedirect(answer.status);
      if (!elsewhere) return { answer, url };
      await answer.discard();
      const next = resolveLocation(answer.header('location'), url);
      if (!next) throw fail(request.context, 'invalid-response', 'BAD_REDIRECT', 'it redirects to no URL');
      if (hop >= MAX_REDIRECTS) {
        const problem = `it redirects more than ${MAX_REDIRECTS} times`;
        throw fail(request.context, 'invalid-response', 'TOO_MANY_REDIRECTS', problem);
      }
      // Content is only sent to the host that the operator pushes to.
      if ((request.stayOnOrigin || hasContent(request)) && next.origin !== request.url.origin) {
        throw fail(request.context, 'unsupported', 'REDIRECTED_AWAY', 'it redirects to another host');
      }
      ownOrigin &&= next.origin === request.url.origin;
      url = next;
    }
  }

  async function authorised(request: RegistryRequest, deadline: Deadline) {
    const first = request.anonymous ? undefined : await authorizer.prepare(request, deadline.signal);
    const reached = await follow(request, first, deadline);
    const own = reached.url.origin === request.url.origin;
    if (reached.answer.status !== 401 || request.anonymous || !own) return reached;
    const challenges = reached.answer.headerValues('www-authenticate');
    await reached.answer.discard();
    const second = await authorizer.challenged(request, challenges, first, deadline.signal);
    if (second === undefined) return reached;
    if (request.body === undefined || request.body instanceof Uint8Array) {
      return follow(request, second, deadline);
    }
    // Part of the stream may have arrived: restart the upload with the new token.
    throw fail(request.context, 'not-visible', TOKEN_RENEWED, 'the token expired during the upload', {
      status: 401,
    });
  }

  const once: Exchange = async (request, read, options) => {
    const { context } = request;
    const total = request.deadlineMs ?? limits.deadlineMs;
    const release = await slots.take(request.endpoint.origin, options?.signal).catch(() => {
      throw fail(context, 'aborted', 'ABORTED', 'the caller gave up');
    });
    const deadline = startDeadline(total, options?.signal);
    let kept = false;
    const keep = (ms: number) => {
      kept = true;
      deadline.extend(ms);
      return deadline;
    };
    const attempt = async () => {
      const { answer, url } = await authorised(request, deadline);
      if (!request.expected.includes(answer.status)) throw await statusError(context, answer, Date.now());
      return await read({ answer, url, keep });
    };
    try {
      for (let tries = 0; ; tries++) {
        try {
          return await attempt();
        } catch (thrown) {
          const error = deadlineError(request, deadline, total) ?? readError(context, thrown);
          if (!error) throw thrown;
          const again = isRead(request) && tries < limits.retries && isRetryable(error);
          const wait = again ? retryDelay(tries, error.retryAfter, deps.random()) : 0;
          if (!again || wait >= deadline.left()) throw error;
          await sleep(wait, undefined, { signal: deadline.signal }).catch(() => {
            throw deadlineError(request, deadline, total) ?? error;
          });
        }
      }
    } finally {
      release();
      if (!kept) deadline.clear();
    }
  };

  return (request, read, options) =>
    isRead(request)
      ? once(request, read, options)
      : pacing.run(request, options, () => once(request, read, options));
}

/** The code of an upload that got a 401 and whose body cannot be sent again; a new token is available. */
export const TOKEN_RENEWED = 'TOKEN_RENEWED';

async function opened(body: RequestBody): Promise<Exclude<RequestBody, () => unknown>> {
  return typeof body === 'function' ? body() : body;
}

/** The error of a request whose deadline has ended; `undefined` while it has not. */
export function deadlineError(
  { context }: RegistryRequest,
  deadline: Deadline,
  totalMs: number,
): RegistryError | undefined {
  const why = deadline.ended();
  if (why === undefined) return undefined;
  if (why === 'aborted') return fail(context, 'aborted', 'ABORTED', 'the caller gave up');
  const seconds = Math.round(totalMs / 100) / 10;
  return fail(context, 'timeout', 'TIMEOUT', `no complete answer came within ${seconds} s`);
}
