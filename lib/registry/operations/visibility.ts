import type { Reference, Repository } from '#lib/oci/reference.ts';
import { RegistryError } from '../errors.ts';
import type { CallOptions, ContentAddress, RegistryReader } from '../registry.ts';
import type { FindCredential } from '../transport/auth/credential.ts';
import type { Exchange } from '../transport/exchange.ts';
import { createPromiseCache } from '../transport/limits/promise-cache.ts';
import type { Endpoints } from '../transport/request/endpoints.ts';
import { apiUrl, type RegistryRequest } from '../transport/request/request.ts';
import { type Target, target, targeted } from './target.ts';

/** How long it is cached whether a repository is visible. */
const REMEMBER_REPOSITORY_MS = 60_000;
/** How long it is cached whether a registry requires credentials: that changes only with its configuration. */
const REMEMBER_REGISTRY_MS = 600_000;
const MAX_REMEMBERED = 2000;

type Reads = Pick<RegistryReader, 'resolve' | 'getManifest' | 'getBlob' | 'listTags'>;

/** A request to the base URL of the API without credentials (distribution-spec § Determining Support). */
function pingRequest(to: Target): RegistryRequest {
  return {
    ...targeted(to),
    kind: 'ping',
    method: 'GET',
    url: new URL(`${to.endpoint.origin}/v2/`),
    headers: { accept: 'application/json' },
    expected: [200],
    anonymous: true,
  };
}

/** A request for one tag, to find out whether the repository's tag list is visible. */
function tagListProbeRequest(to: Target): RegistryRequest {
  return {
    ...targeted(to),
    kind: 'tags',
    method: 'GET',
    url: apiUrl(to.endpoint, to.repository, 'tags/list?n=1'),
    headers: { accept: 'application/json' },
    expected: [200],
  };
}

/**
 * Distinguishes absent content from hidden content: registries also answer anonymous requests for private repositories
 * with 404. Without credentials a 404 means absence only if the registry requires no credentials at all, or shows this
 * repository's tag list. Any other 404 becomes an error of kind `not-visible` with status 404. A 404 costs one or two
 * requests, whose results are cached.
 */
export function withVisibilityCheck(
  reads: Reads,
  deps: { readonly endpoints: Endpoints; readonly exchange: Exchange; readonly credential: FindCredential },
): Reads {
  const { endpoints, exchange, credential } = deps;
  const openRegistries = createPromiseCache<boolean>({ ms: REMEMBER_REGISTRY_MS, max: MAX_REMEMBERED });
  const shownRepositories = createPromiseCache<boolean>({ ms: REMEMBER_REPOSITORY_MS, max: MAX_REMEMBERED });

  /** True if the registry answers as expected, false if it refuses; rejects if there is no answer. */
  async function isGranted(request: RegistryRequest, options: CallOptions | undefined): Promise<boolean> {
    try {
      return await exchange(
        request,
        async ({ answer }) => {
          await answer.discard();
          return true;
        },
        options,
      );
    } catch (error) {
      if (!(error instanceof RegistryError) || error.status === undefined) throw error;
      return false;
    }
  }

  async function isAbsence(to: Target, options: CallOptions | undefined): Promise<boolean> {
    const { endpoint, repository } = to;
    if ((await credential(endpoint.host, repository)) !== undefined) return true;
    const key = `${endpoint.host} ${endpoint.origin}`;
    const isOpen = openRegistries.get(key, () => isGranted(pingRequest(to), options));
    if (await isOpen.catch(unanswered)) return true;
    const isShown = shownRepositories.get(`${key} ${repository}`, () =>
      isGranted(tagListProbeRequest(to), options),
    );
    return isShown.catch(unanswered);
  }

  async function checked<T>(
    address: Repository | Reference | ContentAddress,
    options: CallOptions | undefined,
    read: Promise<T>,
  ): Promise<T> {
    try {
      return await read;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.kind !== 'not-found') throw error;
      const to = target(endpoints, error.operation, address);
      if (await isAbsence(to, options)) throw error;
      const problem = 'not found, or not visible without credentials (HTTP 404)';
      throw new RegistryError({ ...error, kind: 'not-visible', problem }, { cause: error });
    }
  }
  return {
    resolve: (reference, options) => checked(reference, options, reads.resolve(reference, options)),
    getManifest: (reference, options) => checked(reference, options, reads.getManifest(reference, options)),
    getBlob: (address, options) => checked(address, options, reads.getBlob(address, options)),
    listTags: (repository, options) => checked(repository, options, reads.listTags(repository, options)),
  };
}

/** Without an answer nothing is known to be visible. */
function unanswered(error: unknown): false {
  if (error instanceof RegistryError) return false;
  throw error;
}
