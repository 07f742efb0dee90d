import { LRUCache } from 'lru-cache';
import { BodyTooLargeError } from '../http/capped-body.ts';
import type { Dispatch } from '../http/dispatch.ts';
import { fail, networkError } from '../http/request-error.ts';
import { readBody } from '../http/response-body.ts';
import type { Answer } from '../http/sender.ts';
import { statusError } from '../http/status-error.ts';
import { startDeadline } from '../limits/deadline.ts';
import type { Endpoint } from '../request/endpoints.ts';
import type { RegistryRequest, RequestContext } from '../request/request.ts';
import { type Scope, scopesKey } from '../request/token-scope.ts';
import type { Credential, FindCredential } from './credential.ts';
import { judgeRealm } from './realm-trust.ts';
import { parseTokenAnswer, type TokenRequest, tokenRequests } from './token-request.ts';

/** Bearer tokens by registry and scopes: requested once for all callers, and renewed before they expire. */
export interface TokenCache {
  /** The `Authorization` value of a token; rejects with `RegistryError` of operation `authenticate`. */
  bearer(demand: BearerDemand): Promise<string>;
  /** Drops the token of this `Authorization` value. */
  reject(endpoint: Endpoint, scopes: readonly Scope[], authorization: string): void;
}

/** The challenge to answer, and the request that got it. */
interface BearerDemand {
  readonly request: RegistryRequest;
  readonly realm: string;
  readonly service: string | undefined;
  readonly scopes: readonly Scope[];
}

interface Held {
  readonly authorization: string;
  /** When to renew it, in `performance.now()` milliseconds. */
  readonly renewAt: number;
}

const MAX_TOKENS = 5000;
const MAX_TOKEN_BODY = 1024 * 1024;

/** An empty cache; a token request takes at most `deadlineMs` milliseconds. */
export function createTokenCache(deps: {
  readonly dispatch: Dispatch;
  readonly credential: FindCredential;
  readonly deadlineMs: number;
}): TokenCache {
  const held = new LRUCache<string, Held>({ max: MAX_TOKENS });
  const underWay = new Map<string, Promise<string>>();
  const keyOf = (endpoint: Endpoint, scopes: readonly Scope[]) => `${endpoint.host} ${scopesKey(scopes)}`;

  async function obtain(key: string, demand: BearerDemand): Promise<string> {
    const { endpoint, context: requested } = demand.request;
    const context: RequestContext = { ...requested, operation: 'authenticate' };
    const repository = demand.scopes[0]?.name.slice(endpoint.prefix.length) ?? '';
    const credential = await deps.credential(endpoint.host, repository);
    if (credential?.type === 'registry-token') return `Bearer ${credential.token}`;
    const realm = trustedRealm(context, endpoint, demand.realm, credential);
    const deadline = startDeadline(deps.deadlineMs, undefined);
    try {
      const requests = tokenRequests({ ...demand, realm, credential });
      const answer = await firstImplemented(context, demand.request, requests, deadline.signal);
      if (answer.status !== 200) throw await tokenError(context, answer, credential);
      const issued = parseTokenAnswer(await readBody(answer, MAX_TOKEN_BODY));
      if (!issued)
        throw fail(context, 'invalid-response', 'NO_TOKEN', 'the token server sent no usable token');
      const authorization = `Bearer ${issued.token}`;
      held.set(key, { authorization, renewAt: renewalTime(issued.expiresIn) });
      return authorization;
    } catch (thrown) {
      if (deadline.ended()) {
        throw fail(
          context,
          'timeout',
          'TIMEOUT',
          `no token came within ${Math.round(deps.deadlineMs / 1000)} s`,
        );
      }
      if (thrown instanceof BodyTooLargeError) {
        throw fail(context, 'invalid-response', 'BODY_TOO_LARGE', 'the token is larger than 1 MiB');
      }
      throw networkError(context, thrown);
    } finally {
      deadline.clear();
    }
  }

  /** Sends the requests until one is implemented. No redirect of a token server is followed. */
  async function firstImplemented(
    context: RequestContext,
    { endpoint }: RegistryRequest,
    requests: readonly TokenRequest[],
    signal: AbortSignal,
  ): Promise<Answer> {
    for (const [index, request] of requests.entries()) {
      const answer = await deps.dispatch({ context, endpoint, kind: 'token' }, { ...request, signal });
      const last = index === requests.length - 1;
      if (last || (answer.status !== 404 && answer.status !== 405)) return answer;
      await answer.discard();
    }
    throw fail(
      context,
      'unsupported',
      'UNSUPPORTED',
      'its token server has no supported way to request a token',
    );
  }

  return {
    bearer(demand) {
      const key = keyOf(demand.request.endpoint, demand.scopes);
      const token = held.get(key);
      if (token && performance.now() < token.renewAt) return Promise.resolve(token.authorization);
      const running = underWay.get(key);
      if (running) return running;
      const fetching = obtain(key, demand).finally(() => underWay.delete(key));
      underWay.set(key, fetching);
      return fetching;
    },
    reject(endpoint, scopes, authorization) {
      const key = keyOf(endpoint, scopes);
      if (held.get(key)?.authorization === authorization) held.delete(key);
    },
  };
}

function trustedRealm(
  context: RequestContext,
  endpoint: Endpoint,
  realm: string,
  credential: Credential | undefined,
): URL {
  const judged = judgeRealm(endpoint, realm);
  if (judged.trust === 'refused') throw fail(context, 'forbidden-address', 'FORBIDDEN_REALM', judged.why);
  if (credential && judged.trust !== 'credentials') {
    const problem = `its token server ${judged.url.host} is on another domain and must not get the credentials; to allow it, list it under the realms of the registry`;
    throw fail(context, 'forbidden-address', 'FORBIDDEN_REALM', problem);
  }
  return judged.url;
}

async function tokenError(context: RequestContext, answer: Answer, credential: Credential | undefined) {
  const { status } = answer;
  if (status === 400 || status === 401 || status === 403) {
    await answer.discard();
    const refused = credential ? 'the credentials' : 'anonymous access';
    return fail(context, 'not-visible', 'DENIED', `its token server refused ${refused} (HTTP ${status})`, {
      status,
    });
  }
  if (status >= 300 && status < 400) {
    await answer.discard();
    const problem = `its token server redirects (HTTP ${status}), which is never followed`;
    return fail(context, 'invalid-response', 'UNEXPECTED_STATUS', problem, { status });
  }
  const error = await statusError(context, answer, Date.now());
  if (error.kind !== 'not-found') return error;
  return fail(context, 'invalid-response', 'NO_TOKEN', 'its token server does not exist (HTTP 404)', {
    status,
  });
}

/** A token is renewed a fifth of its lifetime before it expires, at most ten seconds. */
function renewalTime(expiresIn: number): number {
  return performance.now() + (expiresIn - Math.min(10, expiresIn / 5)) * 1000;
}
