import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isTag } from '#lib/oci/reference.ts';
import type { Lister } from '../listing/lister.ts';
import { nonImageOf } from '../selection/found-tag.ts';
import type { ConfigOf } from '../source.ts';
import {
  accessWith,
  countIn,
  type ListerDeps,
  listOf,
  nextNumber,
  pageNumber,
  readPage,
  tagListsOf,
  timeOf,
} from './lister-deps.ts';

const SIZE = 100;

const repositoriesSchema = listOf(z.looseObject({ name: z.string() }));
const artifactsSchema = listOf(
  z.looseObject({
    digest: z.string(),
    type: z.string().nullish(),
    /** The config's; for an index, that of the manifest. */
    media_type: z.string().nullish(),
    artifact_type: z.string().nullish(),
    push_time: z.string().nullish(),
    tags: listOf(z.looseObject({ name: z.string(), push_time: z.string().nullish() })),
  }),
);

/** Harbor's API 2.0 (goharbor/harbor, api/v2.0/swagger.yaml): repositories, and artifacts with tags and digests. */
export function harborLister({ registry, project }: ConfigOf<'harbor'>, deps: ListerDeps): Lister {
  const { pages, credential } = deps;
  const access = accessWith(credential);
  const root = '/api/v2.0';
  const list = project === undefined ? `${root}/repositories` : `${root}/projects/${project}/repositories`;
  return {
    rights: { repositories: 'List Repository', tags: 'List Artifact' },
    async repositories(cursor) {
      const number = pageNumber(cursor);
      const { content, page } = await readPage(
        pages,
        {
          host: registry,
          path: `${list}?page=${number}&page_size=${SIZE}`,
          operation: 'list-repositories',
          subject: project === undefined ? `${registry} repositories` : `${registry}/${project}`,
          access,
        },
        repositoriesSchema,
      );
      const total = countIn(page.header('x-total-count'));
      const lists = tagListsOf(content.map(({ name }) => name));
      return {
        ...lists,
        total,
        next: nextNumber(number, { entries: content.length, size: SIZE, total }),
      };
    },
    async tags({ key }, cursor) {
      const number = pageNumber(cursor);
      const [owner = '', ...rest] = key.split('/');
      // Harbor decodes the path once before it routes: a slash within the name is encoded twice.
      const name = encodeURIComponent(encodeURIComponent(rest.join('/')));
      const { content, page } = await readPage(
        pages,
        {
          host: registry,
          path: `${root}/projects/${owner}/repositories/${name}/artifacts?with_tag=true&page=${number}&page_size=${SIZE}`,
          operation: 'list-tags',
          subject: `${registry}/${key}`,
          access,
        },
        artifactsSchema,
      );
      const total = countIn(page.header('x-total-count'));
      const items = content.flatMap((artifact) =>
        artifact.tags
          .filter(({ name: tag }) => isTag(tag))
          .map(({ name: tag, push_time }) => ({
            ...{ registry, repository: key, tag },
            digest: isDigest(artifact.digest) ? artifact.digest : undefined,
            pushedAt: timeOf(push_time) ?? timeOf(artifact.push_time),
            nonImage:
              artifact.type === 'CHART'
                ? ('chart' as const)
                : nonImageOf(artifact.artifact_type || artifact.media_type),
          })),
      );
      // The total counts artifacts, of which each may have several tags or none.
      const untagged = content.filter(({ tags }) => tags.length === 0).length;
      return {
        items,
        skipped: untagged,
        ...{ total, entries: content.length },
        next: nextNumber(number, { entries: content.length, size: SIZE, total }),
      };
    },
  };
}
