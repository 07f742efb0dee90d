import type { Lister } from '../listing/lister.ts';
import type { RegistrySource } from '../source.ts';
import { acrLister } from './acr.ts';
import { artifactoryLister } from './artifactory.ts';
import { anyLister } from './distribution.ts';
import { dockerHubLister } from './docker-hub.ts';
import { ecrLister } from './ecr.ts';
import { garLister } from './gar.ts';
import { ghcrLister } from './ghcr.ts';
import { giteaLister } from './gitea.ts';
import { gitlabLister } from './gitlab.ts';
import { harborLister } from './harbor.ts';
import type { ListerDeps } from './lister-deps.ts';
import { quayLister } from './quay.ts';
import { zotLister } from './zot.ts';

/** The lister of a source, by its kind. */
export function listerFor(source: RegistrySource, deps: ListerDeps): Lister {
  switch (source.kind) {
    case 'registry':
      return anyLister(source.config.registry, deps);
    case 'harbor':
      return harborLister(source.config, deps);
    case 'quay':
      return quayLister(source.config, deps);
    case 'ghcr':
      return ghcrLister(source.config, deps);
    case 'docker-hub':
      return dockerHubLister(source.config, deps);
    case 'gitlab':
      return gitlabLister(source.config, deps);
    case 'ecr':
      return ecrLister(source.config, deps);
    case 'gar':
      return garLister(source.config, deps);
    case 'acr':
      return acrLister(source.config, deps);
    case 'zot':
      return zotLister(source.config, deps);
    case 'artifactory':
      return artifactoryLister(source.config, deps);
    case 'gitea':
      return giteaLister(source.config, deps);
  }
}
