import { isRepositoryPath } from '#lib/oci/reference.ts';
import type { Lister } from '../listing/lister.ts';
import type { ConfigOf } from '../source.ts';
import { catalogPage, tagsPage } from './distribution.ts';
import { accessWith, type ListerDeps } from './lister-deps.ts';

/**
 * Artifactory's Docker API of one repository (jfrog.com/help, Docker REST APIs): its catalog and tags. References have the
 * repository's key as the first part of the path.
 */
export function artifactoryLister({ registry, key }: ConfigOf<'artifactory'>, deps: ListerDeps): Lister {
  const under = `${key.toLowerCase()}/`;
  const target = {
    ...{ host: registry, root: `/artifactory/api/docker/${key}/v2/`, under },
    access: () => accessWith(deps.credential),
  };
  return {
    rights: { repositories: 'Read on the repository', tags: 'Read on the repository' },
    async repositories(cursor) {
      const page = await catalogPage(deps, target, cursor);
      const items = page.items.flatMap(({ key: name }) => {
        const repository = `${under}${name}`;
        return isRepositoryPath(repository) ? [{ key: name, repository }] : [];
      });
      return { ...page, items, skipped: page.skipped + page.items.length - items.length };
    },
    tags: ({ key: name }, cursor) => tagsPage(deps, target, name, cursor),
  };
}
