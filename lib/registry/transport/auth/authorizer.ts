import { LRUCache } from 'lru-cache';
import type { RegistryRequest } from '../request/request.ts';
import { parseScopes, type Scope, scopesKey } from '../request/token-scope.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicHeader, type FindCredential } from './credential.ts';
import type { TokenCache } from './token-cache.ts';

/** Decides which `Authorization` a request carries. */
export interface Authorizer {
  /** The `Authorization` to send with a request, by the registry's last challenge. */
  prepare(request: RegistryRequest, signal: AbortSignal): Promise<string | undefined>;
  /** The `Authorization` that answers the challenges of a 401; `undefined` if there is none besides `failed`. */
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

/** The first request to a registry is anonymous; its challenge decides what later requests carry. */
export function createAuthorizer(deps: {
  readonly tokens: TokenCache;
  readonly credential: FindCredential;
}): Authorizer {
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
        // The registry may have moved its token server: the next request gets a new challenge.
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
   * The request's scopes with those that the challenge adds. Registries with their own scopes need theirs first, since
   * some read only the first one. With credentials, only more actions on the repository of a write are accepted.
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

/** Ends the wait of one caller; the shared token request continues for the others. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
