import { LRUCache } from 'lru-cache';
import { BodyTooLargeError } from '../http/capped-body.ts';
import type { Dispatch } from '../http/dispatch.ts';
import { fail, networkError } from '../http/request-error.ts';
import { readBody } from '../http/response-body.ts';
import type { Answer } from '../http/sender.ts';
import { statusError } from '../http/status-error.ts';
import { startDeadline } from '../limits/deadline.ts';
import type { Endpoint } from '../request/endpoints.ts';
import type { Ask, RegistryRequest } from '../request/request.ts';
import { type Scope, scopesKey } from '../request/token-scope.ts';
import type { Credential, FindCredential } from './credential.ts';
import { judgeRealm } from './realm-trust.ts';
import { parseTokenAnswer, type TokenRequest, tokenRequests } from './token-request.ts';

/** Bearer tokens by registry and scopes: fetched once for all who wait, renewed before they expire. */
export interface Tokens {
  /** An `Authorization` value; rejects with `RegistryError` of operation `authenticate`. */
  bearer(demand: BearerDemand): Promise<string>;
  /** Forgets the token behind this `Authorization` value. */
  reject(endpoint: Endpoint, scopes: readonly Scope[], authorization: string): void;
}

export interface BearerDemand {
  readonly request: RegistryRequest;
  readonly realm: string;
  readonly service: string | undefined;
  readonly scopes: readonly Scope[];
}

interface Held {
  readonly authorization: string;
  /** `performance.now()` after which it is renewed. */
  readonly renewAt: number;
}

const MAX_TOKENS = 5000;
const MAX_TOKEN_BODY = 1024 * 1024;

export function createTokens(deps: {
  readonly dispatch: Dispatch;
  readonly credential: FindCredential;
  readonly deadlineMs: number;
}): Tokens {
  const held = new LRUCache<string, Held>({ max: MAX_TOKENS });
  const underWay = new Map<string, Promise<string>>();
  const keyOf = (endpoint: Endpoint, scopes: readonly Scope[]) => `${endpoint.host} ${scopesKey(scopes)}`;

  async function obtain(key: string, demand: BearerDemand): Promise<string> {
    const { endpoint, ask: asked } = demand.request;
    const ask: Ask = { ...asked, operation: 'authenticate' };
    const repository = demand.scopes[0]?.name.slice(endpoint.prefix.length) ?? '';
    const credential = await deps.credential(endpoint.host, repository);
    if (credential?.type === 'registry-token') return `Bearer ${credential.token}`;
    const realm = trustedRealm(ask, endpoint, demand.realm, credential);
    const deadline = startDeadline(deps.deadlineMs, undefined);
    try {
      const requests = tokenRequests({ ...demand, realm, credential });
      const answer = await firstImplemented(ask, demand.request, requests, deadline.signal);
      if (answer.status !== 200) throw await tokenError(ask, answer, credential);
      const issued = parseTokenAnswer(await readBody(answer, MAX_TOKEN_BODY));
      if (!issued) throw fail(ask, 'invalid-response', 'NO_TOKEN', 'the token server sent no usable token');
      const authorization = `Bearer ${issued.token}`;
      held.set(key, { authorization, renewAt: renewalTime(issued.expiresIn) });
      return authorization;
    } catch (thrown) {
      if (deadline.ended()) {
        throw fail(ask, 'timeout', 'TIMEOUT', `no token came within ${Math.round(deps.deadlineMs / 1000)} s`);
      }
      if (thrown instanceof BodyTooLargeError) {
        throw fail(ask, 'invalid-response', 'BODY_TOO_LARGE', 'the token is larger than 1 MiB');
      }
      throw networkError(ask, thrown);
    } finally {
      deadline.clear();
    }
  }

  /** Token servers are never followed elsewhere: a redirect is an error like any other status. */
  async function firstImplemented(
    ask: Ask,
    { endpoint }: RegistryRequest,
    requests: readonly TokenRequest[],
    signal: AbortSignal,
  ): Promise<Answer> {
    for (const [index, request] of requests.entries()) {
      const answer = await deps.dispatch({ ask, endpoint, kind: 'token' }, { ...request, signal });
      const last = index === requests.length - 1;
      if (last || (answer.status !== 404 && answer.status !== 405)) return answer;
      await answer.discard();
    }
    throw fail(ask, 'unsupported', 'UNSUPPORTED', 'there is no way to ask its token server');
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

function trustedRealm(ask: Ask, endpoint: Endpoint, realm: string, credential: Credential | undefined): URL {
  const judged = judgeRealm(endpoint, realm);
  if (judged.trust === 'refused') throw fail(ask, 'forbidden-address', 'FORBIDDEN_REALM', judged.why);
  if (credential && judged.trust !== 'credentials') {
    const problem = `its token server ${judged.url.host} is on another domain and may not be given the credentials; list it under the registry's realms if it is meant to be`;
    throw fail(ask, 'forbidden-address', 'FORBIDDEN_REALM', problem);
  }
  return judged.url;
}

async function tokenError(ask: Ask, answer: Answer, credential: Credential | undefined) {
  const { status } = answer;
  if (status === 400 || status === 401 || status === 403) {
    await answer.discard();
    const whom = credential ? 'the credentials' : 'anonymous access';
    return fail(ask, 'not-visible', 'DENIED', `its token server refused ${whom} (HTTP ${status})`, {
      status,
    });
  }
  if (status >= 300 && status < 400) {
    await answer.discard();
    const problem = `its token server redirects (HTTP ${status}), which is never followed`;
    return fail(ask, 'invalid-response', 'UNEXPECTED_STATUS', problem, { status });
  }
  const error = await statusError(ask, answer, Date.now());
  if (error.kind !== 'not-found') return error;
  return fail(ask, 'invalid-response', 'NO_TOKEN', 'its token server is not there (HTTP 404)', { status });
}

/** A fifth of its life, at most ten seconds, before it ends. */
function renewalTime(expiresIn: number): number {
  return performance.now() + (expiresIn - Math.min(10, expiresIn / 5)) * 1000;
}
