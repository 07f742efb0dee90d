import type { Repository } from '#lib/oci/reference.ts';
import type { Registry, RegistryReader } from '../registry.ts';
import { wrapReader } from './wrap-reader.ts';

/** Reads from the registry that `byHost` has for an address's host, and from `others` if it has none. */
export function routed(byHost: ReadonlyMap<string, RegistryReader>, others: RegistryReader): RegistryReader {
  return wrapReader((call) => call.on(byHost.get(call.repository.registry) ?? others));
}

/** {@link routed}, for registries that are written to as well. */
export function routedWrites(byHost: ReadonlyMap<string, Registry>, others: Registry): Registry {
  const at = ({ registry }: Repository) => byHost.get(registry) ?? others;
  return {
    ...routed(byHost, others),
    putManifest: (target, manifest, options) => at(target).putManifest(target, manifest, options),
    putBlob: (address, blob, options) => at(address).putBlob(address, blob, options),
    mountBlob: (address, from, options) => at(address).mountBlob(address, from, options),
    deleteManifest: (target, options) => at(target).deleteManifest(target, options),
  };
}
