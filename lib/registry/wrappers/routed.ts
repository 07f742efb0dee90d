import type { Repository } from '#lib/oci/reference.ts';
import type { Registry, RegistryReader } from '../registry.ts';

/** Sends each look to the registry that its host names in `byHost`, and to `others` where none does. */
export function routed(byHost: ReadonlyMap<string, RegistryReader>, others: RegistryReader): RegistryReader {
  return reading(({ registry }) => byHost.get(registry) ?? others);
}

/** The same for a registry that is written, too. */
export function routedWrites(byHost: ReadonlyMap<string, Registry>, others: Registry): Registry {
  const at = ({ registry }: Repository) => byHost.get(registry) ?? others;
  return {
    ...reading(at),
    putManifest: (target, manifest, options) => at(target).putManifest(target, manifest, options),
    putBlob: (address, blob, options) => at(address).putBlob(address, blob, options),
    mountBlob: (address, from, options) => at(address).mountBlob(address, from, options),
    deleteManifest: (target, options) => at(target).deleteManifest(target, options),
  };
}

function reading(at: (repository: Repository) => RegistryReader): RegistryReader {
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
