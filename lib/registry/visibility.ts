import type { Reference, Repository } from '#lib/oci/reference.ts';
import { type Target, target, targeted } from './addressing.ts';
import type { FindCredential } from './credentials/credential.ts';
import type { Endpoint, Endpoints } from './endpoints.ts';
import { RegistryError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { CallOptions, ContentAddress, RegistryReader } from './registry.ts';
import { apiUrl, type RegistryRequest } from './request.ts';

/** What a 404 may hide is asked for again after this time. */
const REMEMBER_REPOSITORY_MS = 60_000;
/** Whether a registry asks anybody for credentials changes with its configuration alone. */
const REMEMBER_REGISTRY_MS = 600_000;
const MAX_REMEMBERED = 2000;

type Looks = Pick<RegistryReader, 'resolve' | 'getManifest' | 'getBlob' | 'listTags'>;

/** The ping of a registry without credentials (distribution-spec § Determining Support). */
export function pingRequest(to: Target): RegistryRequest {
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

/** Whether a repository's list of tags is to be had: one tag is asked for. */
export function peekRequest(to: Target): RegistryRequest {
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
 * Tells what is not there from what is not shown. Registries answer 404 to anonymous requests for private
 * repositories: without credentials a 404 counts as absence only where the registry asks nobody for credentials, or
 * shows this very repository's list of tags. Any other becomes an error of kind `not-visible` with its status 404. It
 * costs nothing where there is no 404, and one or two requests, remembered for a while, where there is one.
 */
export function tellHidden(
  looks: Looks,
  deps: { readonly endpoints: Endpoints; readonly exchange: Exchange; readonly credential: FindCredential },
): Looks {
  const { endpoints, exchange, credential } = deps;
  const openRegistries = remembering(REMEMBER_REGISTRY_MS);
  const shownRepositories = remembering(REMEMBER_REPOSITORY_MS);

  /** `undefined` where no answer came: that tells nothing. */
  async function answers(request: RegistryRequest, options: CallOptions | undefined) {
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
      if (!(error instanceof RegistryError)) throw error;
      return error.status === undefined ? undefined : false;
    }
  }

  async function isAbsence(to: Target, options: CallOptions | undefined): Promise<boolean> {
    const { endpoint, repository } = to;
    if ((await credential(endpoint.host, repository)) !== undefined) return true;
    const open = await openRegistries(keyOf(endpoint), () => answers(pingRequest(to), options));
    if (open) return true;
    const shown = () => answers(peekRequest(to), options);
    return (await shownRepositories(`${keyOf(endpoint)} ${repository}`, shown)) === true;
  }

  async function told<T>(
    address: Repository | Reference | ContentAddress,
    options: CallOptions | undefined,
    look: Promise<T>,
  ): Promise<T> {
    try {
      return await look;
    } catch (error) {
      if (!(error instanceof RegistryError) || error.kind !== 'not-found') throw error;
      const to = target(endpoints, error.operation, address);
      if (await isAbsence(to, options)) throw error;
      const problem = 'not found, or not visible without credentials (HTTP 404)';
      throw new RegistryError({ ...error, kind: 'not-visible', problem }, { cause: error });
    }
  }
  return {
    resolve: (reference, options) => told(reference, options, looks.resolve(reference, options)),
    getManifest: (reference, options) => told(reference, options, looks.getManifest(reference, options)),
    getBlob: (address, options) => told(address, options, looks.getBlob(address, options)),
    listTags: (repository, options) => told(repository, options, looks.listTags(repository, options)),
  };
}

function keyOf({ host, origin }: Endpoint): string {
  return `${host} ${origin}`;
}

/** Answers kept for `ms` milliseconds; those who ask at the same time share one. */
function remembering(ms: number) {
  type Told = Promise<boolean | undefined>;
  const known = new Map<string, { readonly answer: Told; readonly until: number }>();
  return (key: string, ask: () => Told): Told => {
    const now = performance.now();
    const before = known.get(key);
    if (before !== undefined && before.until > now) return before.answer;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const answer = ask();
    known.set(key, { answer, until: now + ms });
    const forget = () => known.delete(key);
    answer.then((told) => told === undefined && forget(), forget);
    return answer;
  };
}
