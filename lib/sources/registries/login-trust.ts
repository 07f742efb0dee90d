import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import { sameRegistrableDomain } from '#lib/registry/transport/auth/realm-trust.ts';
import { type RegistrySource, registryOf } from '../source.ts';
import { API_HOST, apiHostOf } from './api-host.ts';

/**
 * Whether the login of a source's registry may go to the API that lists it. A source may come from a file that others
 * write: the API it names must be the registry itself, on its registrable domain, or listed in the configuration.
 */
export function mayGetLogin(
  source: RegistrySource,
  listed: readonly Pick<RegistrySettings, 'host'>[],
): boolean {
  if (source.kind in API_HOST) return true;
  const registry = canonicalRegistry(registryOf(source));
  const api = canonicalRegistry(apiHostOf(source));
  if (api === registry || listed.some(({ host }) => canonicalRegistry(host) === api)) return true;
  const [a, b] = [registry, api].map((host) => URL.parse(`https://${host}`)?.hostname ?? '');
  return sameRegistrableDomain(a ?? '', b ?? '');
}
