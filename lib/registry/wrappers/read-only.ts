import type { RegistryReader } from '../registry.ts';

/** A view that cannot write, whatever it is cast to. */
export function readOnly(registry: RegistryReader): RegistryReader {
  return {
    resolve: (reference, options) => registry.resolve(reference, options),
    getManifest: (reference, options) => registry.getManifest(reference, options),
    getBlob: (address, options) => registry.getBlob(address, options),
    openBlob: (address, options) => registry.openBlob(address, options),
    hasBlob: (address, options) => registry.hasBlob(address, options),
    listTags: (repository, options) => registry.listTags(repository, options),
    listReferrers: (address, options) => registry.listReferrers(address, options),
  };
}
