import type { Repository } from '#lib/oci/reference.ts';
import type { RegistryReader } from './registry.ts';

/** Sends each call to the registry that its host names in `byHost`, and to `others` where none does. */
export function routed(byHost: ReadonlyMap<string, RegistryReader>, others: RegistryReader): RegistryReader {
  const at = ({ registry }: Repository) => byHost.get(registry) ?? others;
  return {
    resolve: (reference, options) => at(reference).resolve(reference, options),
    getManifest: (reference, options) => at(reference).getManifest(reference, options),
    getBlob: (address, options) => at(address).getBlob(address, options),
    openBlob: (address, options) => at(address).openBlob(address, options),
    hasBlob: (address, options) => at(address).hasBlob(address, options),
    listTags: (repository, options) => at(repository).listTags(repository, options),
    listReferrers: (address, options) => at(address).listReferrers(address, options),
  };
}
