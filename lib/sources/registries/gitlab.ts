import { z } from 'zod';
import { isRepositoryPath, isTag } from '#lib/oci/reference.ts';
import type { Lister, TagList } from '../listing/lister.ts';
import { elsewhere } from '../listing/listing-problem.ts';
import type { ConfigOf } from '../source.ts';
import {
  byHost,
  countIn,
  type ListerDeps,
  nextNumber,
  pageNumber,
  readPage,
  tokenAccess,
} from './lister-deps.ts';

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
      // An answer must not choose the host: repositories on another one are not listed.
      const [own, foreign] = byHost(content, ({ location }) => location, registry);
      const items = own.flatMap(({ entry: { id, project_id }, path: repository }): TagList[] =>
        isRepositoryPath(repository)
          ? [{ key: repository, repository, id: `${project_id}/registry/repositories/${id}` }]
          : [],
      );
      const problems = elsewhere({
        ...{ subject: `${registry}/${owner}`, expected: registry, found: foreign, setting: 'registry' },
      });
      const total = countIn(page.header('x-total'));
      const next = nextNumber(number, { entries: content.length, size: SIZE, total });
      return { items, skipped: content.length - items.length, total, next, problems };
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
