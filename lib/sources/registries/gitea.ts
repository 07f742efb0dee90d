import { z } from 'zod';
import { isRepositoryPath, isTag } from '#lib/oci/reference.ts';
import type { Lister } from '../listing/lister.ts';
import type { ConfigOf } from '../source.ts';
import {
  countIn,
  type ListerDeps,
  nextNumber,
  pageNumber,
  readPage,
  timeOf,
  tokenAccess,
} from './lister-deps.ts';

/** Gitea's default for `MAX_RESPONSE_ITEMS`: a larger page is cut to it. */
const SIZE = 50;

const packagesSchema = z.array(
  z.looseObject({ name: z.string(), version: z.string(), created_at: z.string().nullish() }),
);

/**
 * Gitea's and Forgejo's packages API (docs.gitea.com/api): one list of all versions of an owner's packages. Versions of
 * images are their tags, and the digests of manifests without a tag.
 */
export function giteaLister(
  { registry, owner }: ConfigOf<'gitea'>,
  { pages, credential }: ListerDeps,
): Lister {
  const namespace = owner.toLowerCase();
  const right = 'read:package';
  return {
    rights: { repositories: right, tags: right },
    async repositories() {
      return { items: [{ key: namespace, repository: undefined }], skipped: 0, next: undefined };
    },
    async tags(_, cursor) {
      const number = pageNumber(cursor);
      const { content, page } = await readPage(
        pages,
        {
          host: registry,
          path: `/api/v1/packages/${owner}?type=container&limit=${SIZE}&page=${number}`,
          operation: 'list-tags',
          subject: `${registry}/${namespace}`,
          access: tokenAccess(credential, 'token'),
        },
        packagesSchema,
      );
      const items = content.flatMap(({ name, version, created_at }) => {
        const repository = `${namespace}/${name.toLowerCase()}`;
        if (!isTag(version) || !isRepositoryPath(repository)) return [];
        return [{ registry, repository, tag: version, pushedAt: timeOf(created_at) }];
      });
      const total = countIn(page.header('x-total-count'));
      const next = nextNumber(number, { entries: content.length, size: SIZE, total });
      return { items, skipped: content.length - items.length, total, next };
    },
  };
}
