import { setTimeout as sleep } from 'node:timers/promises';
import { refuseUrl } from '#lib/registry/transport/http/address-guard.ts';
import { BodyTooLargeError } from '#lib/registry/transport/http/capped-body.ts';
import type { ConnectorDeps, TlsSettings } from '#lib/registry/transport/http/guarded-connector.ts';
import { networkFailure } from '#lib/registry/transport/http/network-failure.ts';
import { BodyBrokenError, readBody } from '#lib/registry/transport/http/response-body.ts';
import { type Answer, createSender } from '#lib/registry/transport/http/sender.ts';
import { startDeadline } from '#lib/registry/transport/limits/deadline.ts';
import { parseRetryAfter, retryDelay } from '#lib/registry/transport/limits/retry-delay.ts';
import { ApiError } from './api-error.ts';

/** How to reach the API of a cluster, or of Argo CD. */
export interface ApiConnection {
  /** Its address; a path before those of the API is kept. */
  readonly server: URL;
  /** The operator named this address: it may be private. */
  readonly isListed: boolean;
  readonly tls: TlsSettings;
  /** The `Authorization` header, read for each request, because tokens in files are replaced; `undefined` without one. */
  readonly authorization: () => string | undefined;
}

/** Dependencies of the client. */
export interface ApiClientDeps extends ConnectorDeps {
  readonly userAgent: string;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** How many requests may be sent; any number by default. */
  readonly budget?: number | undefined;
  /** A number in [0, 1) for the jitter of retries; `Math.random` by default. */
  readonly random?: () => number;
}

/** Reads an API. It sends nothing but GET, and rejects only with {@link ApiError}. */
export interface ApiClient {
  readonly host: string;
  /** Gets JSON. Repeats the request after a failure that may pass. */
  get(path: string, query: URLSearchParams): Promise<unknown>;
  /** Opens a stream that stays open for at most `ms` milliseconds. Repeats nothing. The caller reads or returns it. */
  stream(path: string, query: URLSearchParams, ms: number): Promise<AsyncIterable<Uint8Array>>;
  /** How many requests were sent. */
  requests(): number;
  close(): Promise<void>;
}

/** 500 pods with long specs have about 10 MB. */
const MAX_PAGE_BYTES = 64 * 1024 * 1024;
const REQUEST_MS = 60_000;
const RETRIES = 3;
/** With more to wait, the listing ends, and says when to try again. */
const MAX_WAIT_SECONDS = 30;

/** Makes a client for one API. */
export function createApiClient(connection: ApiConnection, deps: ApiClientDeps): ApiClient {
  const { server } = connection;
  const listed: ReadonlySet<string> = new Set(connection.isListed ? [server.origin] : []);
  const sender = createSender(listed, deps, connection.tls);
  let requests = 0;

  async function send(path: string, query: URLSearchParams, signal: AbortSignal): Promise<Answer> {
    const url = new URL(server);
    url.pathname = `${server.pathname.replace(/\/+$/, '')}${path}`;
    url.search = query.toString();
    const refused = refuseUrl(url, listed);
    if (refused !== undefined) throw refusedAddress(refused);
    if (requests >= (deps.budget ?? Number.POSITIVE_INFINITY)) {
      throw new ApiError('budget', `the listing was stopped after ${requests} requests`);
    }
    const authorization = loginOf(connection);
    requests += 1;
    let answer: Answer;
    try {
      answer = await sender.send({
        method: 'GET',
        url,
        headers: {
          accept: 'application/json',
          'user-agent': deps.userAgent,
          'accept-encoding': 'identity',
          ...(authorization === undefined ? {} : { authorization }),
        },
        signal,
      });
    } catch (cause) {
      throw ofNetwork(cause);
    }
    if (answer.status === 200) return answer;
    const retryAfter = parseRetryAfter(answer.header('retry-after'), Date.now());
    await answer.discard();
    throw ofStatus(answer.status, retryAfter);
  }

  async function attempt(path: string, query: URLSearchParams): Promise<unknown> {
    const deadline = startDeadline(REQUEST_MS, deps.signal);
    try {
      const bytes = await readBody(await send(path, query, deadline.signal), MAX_PAGE_BYTES);
      return parseJson(bytes);
    } catch (thrown) {
      throw ofDeadline(deadline.ended(), REQUEST_MS) ?? ofBody(thrown);
    } finally {
      deadline.clear();
    }
  }

  return {
    host: server.host,
    requests: () => requests,
    close: () => sender.close(),
    async get(path, query) {
      for (let tries = 0; ; tries++) {
        try {
          return await attempt(path, query);
        } catch (error) {
          if (!(error instanceof ApiError) || tries >= RETRIES || !mayPass(error)) throw error;
          const wait = retryDelay(tries, error.retryAfter, (deps.random ?? Math.random)());
          await sleep(wait, undefined, { signal: deps.signal }).catch(() => {
            throw ofDeadline('aborted', 0);
          });
        }
      }
    },
    async stream(path, query, ms) {
      const deadline = startDeadline(ms, deps.signal);
      const failure = (thrown: unknown) =>
        ofDeadline(deadline.ended(), ms) ?? (thrown instanceof ApiError ? thrown : ofNetwork(thrown));
      try {
        const { body } = await send(path, query, deadline.signal);
        return read(body);
      } catch (thrown) {
        deadline.clear();
        throw failure(thrown);
      }

      async function* read(body: AsyncIterable<Uint8Array>) {
        try {
          yield* body;
        } catch (thrown) {
          throw failure(thrown);
        } finally {
          deadline.clear();
        }
      }
    },
  };
}

/** The token may be in a file, which can vanish while the cluster is followed. */
function loginOf({ authorization }: ApiConnection): string | undefined {
  try {
    return authorization();
  } catch (cause) {
    throw new ApiError('unauthorized', cause instanceof Error ? cause.message : 'its login cannot be read', {
      cause,
    });
  }
}

function mayPass({ kind, retryAfter, cause }: ApiError): boolean {
  if (kind === 'rate-limited') return (retryAfter ?? 0) <= MAX_WAIT_SECONDS;
  return kind === 'unreachable' && !['TLS_FAILED', 'NAME_NOT_RESOLVED'].includes(networkFailure(cause).code);
}

function ofStatus(status: number, retryAfter: number | undefined): ApiError {
  switch (status) {
    case 401:
      return new ApiError('unauthorized', 'its login was not accepted (401)');
    case 403:
      return new ApiError('forbidden', 'its account has no right to do this (403)');
    case 404:
      return new ApiError('not-found', 'the server does not have this API (404)');
    case 410:
      return new ApiError('expired', 'the list changed faster than it could be read (410)');
    case 429:
      return new ApiError('rate-limited', 'the server asks to send fewer requests (429)', { retryAfter });
    default:
      return status >= 500
        ? new ApiError('unreachable', `the server answered ${status}`, { retryAfter })
        : new ApiError('invalid-answer', `the server answered ${status}`);
  }
}

function ofNetwork(thrown: unknown): ApiError {
  const { kind, problem } = networkFailure(thrown);
  if (kind === 'forbidden-address') return refusedAddress(problem);
  const is = kind === 'unreachable' ? 'unreachable' : 'invalid-answer';
  return new ApiError(is, problem, { cause: thrown });
}

function refusedAddress(why: string): ApiError {
  return new ApiError(
    'refused-address',
    `requests to this address are not allowed: ${why}; to allow them, list its exact host and port`,
  );
}

function ofBody(thrown: unknown): unknown {
  if (thrown instanceof BodyTooLargeError) {
    return new ApiError('invalid-answer', `the answer is larger than ${thrown.limit} bytes`);
  }
  if (thrown instanceof BodyBrokenError)
    return new ApiError('unreachable', 'the answer was cut off', { cause: thrown });
  return thrown;
}

function ofDeadline(ended: 'timeout' | 'aborted' | undefined, ms: number): ApiError | undefined {
  if (ended === undefined) return undefined;
  if (ended === 'aborted')
    return new ApiError('aborted', 'the time limit was reached, or the listing was stopped');
  return new ApiError('unreachable', `no complete answer came within ${ms / 1000} s`);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ApiError('invalid-answer', 'the answer is not JSON', { cause });
  }
}
