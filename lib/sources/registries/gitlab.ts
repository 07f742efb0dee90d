import { z } from 'zod';
import { isRepositoryPath, isTag } from '#lib/oci/reference.ts';
import type { Lister, TagList } from '../listing/lister.ts';
import type { ConfigOf } from '../source.ts';
import { countIn, type ListerDeps, nextNumber, pageNumber, readPage, tokenAccess } from './lister-deps.ts';

const SIZE = 100;

const repositoriesSchema = z.array(z.looseObject({ id: z.int(), project_id: z.int(), location: z.string() }));
const tagsSchema = z.array(z.looseObject({ name: z.string() }));

/**
 * GitLab's container registry API (docs.gitlab.com/api/container_registry): repositories of a group with its subgroups,
 * or of a project, and the names of their tags. Digests would cost one request for each tag: the scan resolves them.
 */
export function gitlabLister(config: ConfigOf<'gitlab'>, { pages, credential }: ListerDeps): Lister {
  const { registry, api, group, project } = config;
  const owner = group ?? project ?? '';
  const access = tokenAccess(credential);
  const root = `/api/v4/${group === undefined ? 'projects' : 'groups'}/${encodeURIComponent(owner)}`;
  /** The repository of a location, if it is on the configured registry: an answer must not choose the host. */
  const pathOf = (location: string) => {
    const path = location.startsWith(`${registry}/`) ? location.slice(registry.length + 1) : '';
    return isRepositoryPath(path) ? path : undefined;
  };
  return {
    rights: {
      repositories: 'read_api, and at least Reporter in the group or the project',
      tags: 'read_api, and at least Reporter in the project',
    },
    async repositories(cursor) {
      const number = pageNumber(cursor);
      const { content, page } = await readPage(
        pages,
        {
          host: api,
          path: `${root}/registry/repositories?per_page=${SIZE}&page=${number}`,
          operation: 'list-repositories',
          subject: `${registry}/${owner}`,
          access,
        },
        repositoriesSchema,
      );
      const items = content.flatMap(({ id, project_id, location }): TagList[] => {
        const repository = pathOf(location);
        if (repository === undefined) return [];
        return [{ key: repository, repository, id: `${project_id}/registry/repositories/${id}` }];
      });
      const total = countIn(page.header('x-total'));
      const next = nextNumber(number, { entries: content.length, size: SIZE, total });
      return { items, skipped: content.length - items.length, total, next };
    },
    async tags({ key, id }, cursor) {
      const number = pageNumber(cursor);
      const { content, page } = await readPage(
        pages,
        {
          host: api,
          path: `/api/v4/projects/${id}/tags?per_page=${SIZE}&page=${number}`,
          operation: 'list-tags',
          subject: `${registry}/${key}`,
          access,
        },
        tagsSchema,
      );
      const valid = content.filter(({ name }) => isTag(name));
      const items = valid.map(({ name: tag }) => ({ registry, repository: key, tag }));
      const total = countIn(page.header('x-total'));
      const next = nextNumber(number, { entries: content.length, size: SIZE, total });
      return { items, skipped: content.length - valid.length, total, next };
    },
  };
}
