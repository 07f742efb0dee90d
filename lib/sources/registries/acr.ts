import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isTag } from '#lib/oci/reference.ts';
import type { ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import { nonImageOf } from '../selection/found-tag.ts';
import type { ConfigOf } from '../source.ts';
import { catalogPage } from './distribution.ts';
import { type ListerDeps, listOf, readPage, timeOf } from './lister-deps.ts';

const SIZE = 100;

const manifestsSchema = z.looseObject({
  manifests: z.array(
    z.looseObject({
      digest: z.string(),
      tags: listOf(z.string()),
      createdTime: z.string().nullish(),
      lastUpdateTime: z.string().nullish(),
      configMediaType: z.string().nullish(),
    }),
  ),
});

/** Azure's registry API (learn.microsoft.com/rest/api/containerregistry): its catalog, and manifests with their tags. */
export function acrLister({ registry }: ConfigOf<'acr'>, deps: ListerDeps): Lister {
  const target = { host: registry, root: '/acr/v1/', access: (scope: string) => ({ scope }) };
  return {
    rights: { repositories: 'registry:catalog:*', tags: 'metadata_read of the repository' },
    repositories: (cursor) => catalogPage(deps, target, cursor),
    async tags({ key }, cursor) {
      const request: ListPageRequest = {
        host: registry,
        path: cursor ?? `/acr/v1/${key}/_manifests?n=${SIZE}`,
        operation: 'list-tags',
        subject: `${registry}/${key}`,
        access: { scope: `repository:${key}:metadata_read` },
      };
      const { content, page } = await readPage(deps.pages, request, manifestsSchema);
      const items = content.manifests.flatMap((manifest) =>
        manifest.tags.filter(isTag).map((tag) => ({
          ...{ registry, repository: key, tag },
          digest: isDigest(manifest.digest) ? manifest.digest : undefined,
          pushedAt: timeOf(manifest.lastUpdateTime) ?? timeOf(manifest.createdTime),
          nonImage: nonImageOf(manifest.configMediaType),
        })),
      );
      const skipped = content.manifests.filter(({ tags }) => tags.length === 0).length;
      return { items, skipped, next: page.next() };
    },
  };
}
