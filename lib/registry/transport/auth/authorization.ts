import { LRUCache } from 'lru-cache';
import type { RegistryRequest } from '../request/request.ts';
import { parseScopes, type Scope, scopesKey } from '../request/token-scope.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicHeader, type FindCredential } from './credential.ts';
import type { Tokens } from './token-cache.ts';

/** Decides what a request shows of who is asking. */
export interface Authority {
  /** The `Authorization` to send at once, from what the registry has demanded before. */
  prepare(request: RegistryRequest, signal: AbortSignal): Promise<string | undefined>;
  /** The `Authorization` that answers a 401's challenges, `undefined` where there is nothing better to show. */
  challenged(
    request: RegistryRequest,
    challenges: readonly string[],
    failed: string | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined>;
}

type Scheme =
  | { readonly type: 'basic' }
  | { readonly type: 'bearer'; readonly realm: string; readonly service: string | undefined };

const MAX_REMEMBERED = 2000;

/** Nothing is sent unasked: the first request to a registry is anonymous, and its challenge is remembered. */
export function createAuthority(deps: {
  readonly tokens: Tokens;
  readonly credential: FindCredential;
}): Authority {
  const { tokens, credential } = deps;
  const schemes = new LRUCache<string, Scheme>({ max: MAX_REMEMBERED });
  const widenedScopes = new LRUCache<string, readonly Scope[]>({ max: MAX_REMEMBERED });

  async function basic(request: RegistryRequest): Promise<string | undefined> {
    const { endpoint, scopes } = request;
    const repository = scopes[0]?.name.slice(endpoint.prefix.length) ?? '';
    const found = await credential(endpoint.host, repository);
    return found?.type === 'password' ? basicHeader(found.username, found.password) : undefined;
  }

  const keyOf = ({ endpoint, scopes }: RegistryRequest) => `${endpoint.host} ${scopesKey(scopes)}`;
  const scopesOf = (request: RegistryRequest) => widenedScopes.get(keyOf(request)) ?? request.scopes;

  async function show(request: RegistryRequest, scheme: Scheme, scopes: readonly Scope[]) {
    if (scheme.type === 'basic') return basic(request);
    return tokens.bearer({ request, realm: scheme.realm, service: scheme.service, scopes });
  }

  return {
    async prepare(request, signal) {
      const scheme = schemes.get(request.endpoint.host);
      if (!scheme) return undefined;
      try {
        return await unlessAborted(show(request, scheme, scopesOf(request)), signal);
      } catch (error) {
        // The registry may have moved its token server: let the next request be challenged anew.
        schemes.delete(request.endpoint.host);
        throw error;
      }
    },
    async challenged(request, challenges, failed, signal) {
      const { endpoint } = request;
      const parsed = parseChallenges(challenges);
      const bearer = parsed.find(({ scheme, params }) => scheme === 'bearer' && params.get('realm'));
      const scheme: Scheme | undefined = bearer
        ? {
            type: 'bearer',
            realm: bearer.params.get('realm') ?? '',
            service: bearer.params.get('service') || undefined,
          }
        : parsed.some((challenge) => challenge.scheme === 'basic')
          ? { type: 'basic' }
          : undefined;
      if (!scheme) return undefined;
      schemes.set(endpoint.host, scheme);
      if (failed) tokens.reject(endpoint, scopesOf(request), failed);
      const scopes = await widened(request, bearer);
      if (scopes !== request.scopes) widenedScopes.set(keyOf(request), scopes);
      const answer = await unlessAborted(show(request, scheme, scopes), signal);
      return answer === failed ? undefined : answer;
    },
  };

  /**
   * What the challenge demands beside what we know to need. Registries with scopes of their own want theirs,
   * first, since some read only the first; with credentials at stake only more actions on the same repository
   * of a write are taken over.
   */
  async function widened(request: RegistryRequest, bearer: Challenge | undefined): Promise<readonly Scope[]> {
    const own = request.scopes;
    const demanded = parseScopes(bearer?.params.get('scope') ?? '').slice(0, 4);
    const known = new Set(own.map((scope) => scopesKey([scope])));
    const fresh = demanded.filter((scope) => !known.has(scopesKey([scope])));
    if (fresh.length === 0) return own;
    const [first] = own;
    const found = await credential(
      request.endpoint.host,
      first?.name.slice(request.endpoint.prefix.length) ?? '',
    );
    if (!found) return [...fresh, ...own];
    const isWrite = own.some(({ actions }) => actions.includes('push') || actions.includes('delete'));
    const same = fresh.filter(({ type, name }) => isWrite && type === first?.type && name === first.name);
    return [...same, ...own];
  }
}

/** A shared token fetch goes on for others when one caller gives up. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
