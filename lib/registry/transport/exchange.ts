import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryError } from '../errors.ts';
import type { WriteOptions } from '../registry.ts';
import type { ClientLimits } from '../settings.ts';
import type { Authority } from './auth/authorization.ts';
import type { Dispatch } from './http/dispatch.ts';
import { fail, isRetryable, readError } from './http/request-error.ts';
import type { Answer } from './http/sender.ts';
import { statusError } from './http/status-error.ts';
import type { Slots } from './limits/concurrency-slots.ts';
import { type Deadline, startDeadline } from './limits/deadline.ts';
import { retryDelay } from './limits/retry-delay.ts';
import type { Pacing } from './pacing.ts';
import { isRedirect, isWriteRedirect, MAX_REDIRECTS, resolveLocation } from './redirect.ts';
import { isRead, isReplayable, type RegistryRequest, type RequestBody } from './request/request.ts';

/** An answer of an expected status. */
export interface Exchanged {
  readonly answer: Answer;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  /** Keeps the connection beyond the exchange, for streams, with `ms` milliseconds from now. */
  keep(ms: number): Deadline;
}

/**
 * Runs a request to its end: a slot of its registry, the total deadline, authentication, redirects, retries of
 * reads, and the pace of writes. `read` takes the body and may be called again by a retry. Rejects with `RegistryError` alone.
 */
export type Exchange = <T>(
  request: RegistryRequest,
  read: (exchanged: Exchanged) => T | Promise<T>,
  options: WriteOptions | undefined,
) => Promise<T>;

export function createExchange(deps: {
  readonly limits: ClientLimits;
  readonly slots: Slots;
  readonly pacing: Pacing;
  readonly dispatch: Dispatch;
  readonly authority: Authority;
  readonly random: () => number;
}): Exchange {
  const { limits, slots, pacing, dispatch, authority } = deps;

  /** Sends and follows; credentials never travel past the registry's own origin. */
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
      const elsewhere = isRead(request)
        ? isRedirect(answer.status)
        : isWriteRedirect(answer.status) && isReplayable(request);
      if (!elsewhere) return { answer, url };
      await answer.discard();
      const next = resolveLocation(answer.header('location'), url);
      if (!next) throw fail(request.ask, 'invalid-response', 'BAD_REDIRECT', 'it redirects to no URL');
      if (hop >= MAX_REDIRECTS) {
        const problem = `it redirects more than ${MAX_REDIRECTS} times`;
        throw fail(request.ask, 'invalid-response', 'TOO_MANY_REDIRECTS', problem);
      }
      // Content goes only to the host that the operator pushes to.
      if ((request.stayOnOrigin || !isRead(request)) && next.origin !== request.url.origin) {
        throw fail(request.ask, 'unsupported', 'REDIRECTED_AWAY', 'it redirects to another host');
      }
      ownOrigin &&= next.origin === request.url.origin;
      url = next;
    }
  }

  async function authorised(request: RegistryRequest, deadline: Deadline) {
    const first = request.anonymous ? undefined : await authority.prepare(request, deadline.signal);
    const reached = await follow(request, first, deadline);
    const own = reached.url.origin === request.url.origin;
    if (reached.answer.status !== 401 || request.anonymous || !own) return reached;
    const challenges = reached.answer.headerValues('www-authenticate');
    await reached.answer.discard();
    const second = await authority.challenged(request, challenges, first, deadline.signal);
    if (second === undefined) return reached;
    if (request.body === undefined || request.body instanceof Uint8Array) {
      return follow(request, second, deadline);
    }
    // Part of the stream may have arrived: restart the upload with the new token.
    throw fail(request.ask, 'not-visible', TOKEN_RENEWED, 'the token expired during the upload', {
      status: 401,
    });
  }

  const once: Exchange = async (request, read, options) => {
    const { ask } = request;
    const total = request.deadlineMs ?? limits.deadlineMs;
    const release = await slots.take(request.endpoint.origin, options?.signal).catch(() => {
      throw fail(ask, 'aborted', 'ABORTED', 'the caller gave up');
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
      if (!request.expected.includes(answer.status)) throw await statusError(ask, answer, Date.now());
      return await read({ answer, url, keep });
    };
    try {
      for (let tries = 0; ; tries++) {
        try {
          return await attempt();
        } catch (thrown) {
          const error = endedError(request, deadline, total) ?? readError(ask, thrown);
          if (!error) throw thrown;
          const again = isRead(request) && tries < limits.retries && isRetryable(error);
          const wait = again ? retryDelay(tries, error.retryAfter, deps.random()) : 0;
          if (!again || wait >= deadline.left()) throw error;
          await sleep(wait, undefined, { signal: deadline.signal }).catch(() => {
            throw endedError(request, deadline, total) ?? error;
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

/** The code of an upload that got a 401 and whose body cannot be resent; a new token is available. */
export const TOKEN_RENEWED = 'TOKEN_RENEWED';

async function opened(body: RequestBody): Promise<Exclude<RequestBody, () => unknown>> {
  return typeof body === 'function' ? body() : body;
}

/** The error of a deadline that ended, `undefined` while it has not. */
export function endedError(
  { ask }: RegistryRequest,
  deadline: Deadline,
  totalMs: number,
): RegistryError | undefined {
  const why = deadline.ended();
  if (why === undefined) return undefined;
  if (why === 'aborted') return fail(ask, 'aborted', 'ABORTED', 'the caller gave up');
  const seconds = Math.round(totalMs / 100) / 10;
  return fail(ask, 'timeout', 'TIMEOUT', `no whole answer came within ${seconds} s`);
}
