import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isTag } from '#lib/oci/reference.ts';
import type { ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import type { ConfigOf } from '../source.ts';
import {
  type ListerDeps,
  pageNumber,
  readPage,
  tagListsOf,
  tokenAccess,
  unusableCredential,
} from './lister-deps.ts';

const SIZE = 100;

const repositoriesSchema = z.looseObject({
  repositories: z.array(
    z.looseObject({ namespace: z.string(), name: z.string(), kind: z.string().nullish() }),
  ),
  next_page: z.string().nullish(),
});
const tagsSchema = z.looseObject({
  tags: z.array(
    z.looseObject({
      name: z.string(),
      manifest_digest: z.string().nullish(),
      /** Seconds since the epoch. */
      start_ts: z.number().nullish(),
    }),
  ),
  has_additional: z.boolean(),
});

/** Quay's own API (quay.io/api/v1/discovery): repositories of a namespace, and active tags with digests. */
export function quayLister(
  { registry, namespace }: ConfigOf<'quay'>,
  { pages, credential }: ListerDeps,
): Lister {
  const isRobot = credential?.type === 'password' && credential.username.includes('+');
  const access = tokenAccess(credential);
  return {
    rights: {
      repositories: 'View all visible repositories, of an application’s OAuth token',
      tags: 'View all visible repositories, of an application’s OAuth token',
    },
    async repositories(cursor) {
      const from = cursor === undefined ? '' : `&next_page=${encodeURIComponent(cursor)}`;
      const request: ListPageRequest = {
        host: registry,
        path: `/api/v1/repository?namespace=${namespace}&public=true${from}`,
        operation: 'list-repositories',
        subject: `${registry}/${namespace}`,
        access,
      };
      if (isRobot) {
        throw unusableCredential(request, 'its API does not accept the login of a robot account');
      }
      const { content } = await readPage(pages, request, repositoriesSchema);
      // Quay also has repositories of applications, which are not images.
      const images = content.repositories.filter(({ kind }) => kind == null || kind === 'image');
      const { items, skipped } = tagListsOf(images.map(({ namespace: owner, name }) => `${owner}/${name}`));
      const others = content.repositories.length - images.length;
      return { items, skipped: skipped + others, next: content.next_page || undefined };
    },
    async tags({ key }, cursor) {
      const number = pageNumber(cursor);
      const { content } = await readPage(
        pages,
        {
          host: registry,
          path: `/api/v1/repository/${key}/tag/?onlyActiveTags=true&limit=${SIZE}&page=${number}`,
          operation: 'list-tags',
          subject: `${registry}/${key}`,
          access,
        },
        tagsSchema,
      );
      const valid = content.tags.filter(({ name }) => isTag(name));
      const items = valid.map(({ name, manifest_digest, start_ts }) => ({
        ...{ registry, repository: key, tag: name },
        digest: manifest_digest && isDigest(manifest_digest) ? manifest_digest : undefined,
        pushedAt: start_ts ? start_ts * 1000 : undefined,
      }));
      const next = content.has_additional ? String(number + 1) : undefined;
      return { items, skipped: content.tags.length - valid.length, next };
    },
  };
}
