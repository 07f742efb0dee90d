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
import type { RegistryRequest, RequestContext } from '../transport/request/request.ts';
import { repositoryScope } from '../transport/request/token-scope.ts';

/** A checked address: what all requests for it have in common. */
export interface Target {
  readonly context: RequestContext;
  readonly endpoint: Endpoint;
  readonly repository: string;
}

/** The common fields of requests for a target, with the scope `pull`, `pull,push` or `pull,delete`. */
export function targeted(
  { context, endpoint, repository }: Target,
  access: 'pull' | 'push' | 'delete' = 'pull',
): Pick<RegistryRequest, 'context' | 'endpoint' | 'scopes'> {
  const actions = access === 'pull' ? (['pull'] as const) : (['pull', access] as const);
  return { context, endpoint, scopes: [repositoryScope(endpoint, repository, ...actions)] };
}

/**
 * Checks an address against the grammars before any part of it reaches a URL (CVE-2024-3727), and finds its endpoint.
 * Throws `RegistryError` of kind `unsupported` before anything is sent.
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
  const context = { host, operation, reference: printable(spell({ ...address, registry: host })) };
  if (!isRegistryHost(registry)) throw fail(context, 'unsupported', 'NAME_INVALID', 'the host is malformed');
  if (!isRepositoryPath(repository)) {
    throw fail(context, 'unsupported', 'NAME_INVALID', 'the repository is malformed');
  }
  if (tag !== undefined && !isTag(tag))
    throw fail(context, 'unsupported', 'TAG_INVALID', 'the tag is malformed');
  if (digest !== undefined && !isDigest(digest)) {
    throw fail(context, 'unsupported', 'DIGEST_INVALID', 'the digest is malformed');
  }
  const endpoint = endpoints.of(registry);
  if (!endpoint) throw fail(context, 'unsupported', 'NAME_INVALID', 'the host is malformed');
  return { context: { ...context, host: endpoint.host }, endpoint, repository };
}

function spell(address: Repository | Reference | ContentAddress): string {
  return 'tag' in address || 'digest' in address ? formatReference(address) : formatRepository(address);
}

/** A host with credentials is malformed; the message must not repeat them. */
function withoutUser(registry: string): string {
  return registry.slice(registry.lastIndexOf('@') + 1);
}

/** Foreign text for a message: without control characters, of limited length. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '?').slice(0, 500);
}
