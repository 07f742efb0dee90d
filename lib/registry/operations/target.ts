import { isDigest } from '#lib/oci/digest.ts';
import {
  formatReference,
  formatRepository,
  isRegistryHost,
  isRepositoryPath,
  isTag,
  type Reference,
  type Repository,
} from '#lib/oci/reference.ts';
import type { RegistryOperation } from '../errors.ts';
import type { ContentAddress } from '../registry.ts';
import { fail } from '../transport/http/request-error.ts';
import type { Endpoint, Endpoints } from '../transport/request/endpoints.ts';
import type { Ask, RegistryRequest } from '../transport/request/request.ts';
import { repositoryScope } from '../transport/request/token-scope.ts';

/** A checked target: everything a request's value needs beside its own shape. */
export interface Target {
  readonly ask: Ask;
  readonly endpoint: Endpoint;
  readonly repository: string;
}

/** What requests on a target share: the scope is `pull`, or `pull,push` for writes. */
export function targeted(
  { ask, endpoint, repository }: Target,
  access: 'pull' | 'push' | 'delete' = 'pull',
): Pick<RegistryRequest, 'ask' | 'endpoint' | 'scopes'> {
  const actions = access === 'pull' ? (['pull'] as const) : (['pull', access] as const);
  return { ask, endpoint, scopes: [repositoryScope(endpoint, repository, ...actions)] };
}

/**
 * Checks an address against the grammars before any of it reaches a URL (CVE-2024-3727), and finds the endpoint.
 * Throws `RegistryError` of kind `unsupported`; nothing has been sent then.
 */
export function target(
  endpoints: Endpoints,
  operation: RegistryOperation,
  address: Repository | Reference | ContentAddress,
): Target {
  const { registry, repository } = address;
  const tag = 'tag' in address ? address.tag : undefined;
  const digest = 'digest' in address ? address.digest : undefined;
  const host = printable(withoutUser(registry));
  const ask = { host, operation, reference: printable(spell({ ...address, registry: host })) };
  if (!isRegistryHost(registry)) throw fail(ask, 'unsupported', 'NAME_INVALID', 'the host is malformed');
  if (!isRepositoryPath(repository)) {
    throw fail(ask, 'unsupported', 'NAME_INVALID', 'the repository is malformed');
  }
  if (tag !== undefined && !isTag(tag)) throw fail(ask, 'unsupported', 'TAG_INVALID', 'the tag is malformed');
  if (digest !== undefined && !isDigest(digest)) {
    throw fail(ask, 'unsupported', 'DIGEST_INVALID', 'the digest is malformed');
  }
  const endpoint = endpoints.of(registry);
  if (!endpoint) throw fail(ask, 'unsupported', 'NAME_INVALID', 'the host is malformed');
  return { ask: { ...ask, host: endpoint.host }, endpoint, repository };
}

function spell(address: Repository | Reference | ContentAddress): string {
  return 'tag' in address || 'digest' in address ? formatReference(address) : formatRepository(address);
}

/** A host that was written with credentials is malformed, and they are not repeated. */
function withoutUser(registry: string): string {
  return registry.slice(registry.lastIndexOf('@') + 1);
}

/** Foreign text that goes into a message: control characters out, of bounded length. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?').slice(0, 500);
}
