import { type RegistrySource, registryOf } from '../source.ts';

/** The hosts of vendors' APIs that are not the host in references, by kind. */
export const API_HOST = {
  ghcr: 'api.github.com',
  'docker-hub': 'hub.docker.com',
  gar: 'artifactregistry.googleapis.com',
} as const;

/** The host whose API lists a source: the registry itself, or another host of its vendor. */
export function apiHostOf(source: RegistrySource): string {
  switch (source.kind) {
    case 'ghcr':
    case 'docker-hub':
    case 'gar':
      return API_HOST[source.kind];
    case 'gitlab':
      return source.config.api;
    case 'ecr':
      return ecrApiHost(source.config.region);
    default:
      return registryOf(source);
  }
}

/** The host of Amazon ECR's API in a region. */
export function ecrApiHost(region: string): string {
  return `api.ecr.${region}.amazonaws.com`;
}
