import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isTag } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import { nonImageOf } from '../selection/found-tag.ts';
import type { ConfigOf } from '../source.ts';
import { catalogPage, SPEC_ROOT, tagsPage } from './distribution.ts';
import { type ListerDeps, listOf, nextNumber, pageNumber, readPage, timeOf } from './lister-deps.ts';

const SIZE = 100;
/** zot's search extension (project-zot/zot, pkg/extensions/search/schema.graphql). */
const QUERY = `query ($repository: String!, $limit: Int!, $offset: Int!) {
  ImageList(repo: $repository, requestedPage: { limit: $limit, offset: $offset }) {
    Page { TotalCount }
    Results { Tag Digest LastUpdated Manifests { ArtifactType } }
  }
}`;

const imagesSchema = z.looseObject({
  data: z.looseObject({
    ImageList: z.looseObject({
      Page: z.looseObject({ TotalCount: z.int().min(0) }).nullish(),
      Results: z.array(
        z.looseObject({
          Tag: z.string(),
          Digest: z.string().nullish(),
          LastUpdated: z.string().nullish(),
          Manifests: listOf(z.looseObject({ ArtifactType: z.string().nullish() })),
        }),
      ),
    }),
  }),
});

/** zot: its catalog, and by its search extension tags with digests; without the extension, names of tags alone. */
export function zotLister({ registry }: ConfigOf<'zot'>, deps: ListerDeps): Lister {
  const target = { host: registry, root: SPEC_ROOT, access: (scope: string) => ({ scope }) };
  let hasSearch = true;
  return {
    rights: { repositories: 'read access to the repositories', tags: 'read access to the repository' },
    repositories: (cursor) => catalogPage(deps, target, cursor),
    async tags({ key }, cursor) {
      // A cursor that is a path comes from a listing without the extension, which is resumed here.
      if (!hasSearch || cursor?.startsWith('/')) return tagsPage(deps, target, key, cursor);
      const number = pageNumber(cursor);
      const variables = { repository: key, limit: SIZE, offset: (number - 1) * SIZE };
      const request: ListPageRequest = {
        host: registry,
        path: '/v2/_zot/ext/search',
        operation: 'list-tags',
        subject: `${registry}/${key}`,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: QUERY, variables }),
        access: { scope: `repository:${key}:pull` },
      };
      try {
        const { content } = await readPage(deps.pages, request, imagesSchema);
        const { Results: results, Page } = content.data.ImageList;
        const valid = results.filter(({ Tag }) => isTag(Tag));
        const items = valid.map(({ Tag, Digest, LastUpdated, Manifests }) => ({
          ...{ registry, repository: key, tag: Tag },
          digest: Digest && isDigest(Digest) ? Digest : undefined,
          pushedAt: timeOf(LastUpdated),
          nonImage: nonImageOf(Manifests[0]?.ArtifactType || undefined),
        }));
        const total = Page?.TotalCount;
        const next = nextNumber(number, { entries: results.length, size: SIZE, total });
        return { items, skipped: results.length - valid.length, total, next };
      } catch (error) {
        if (cursor !== undefined || !isWithoutSearch(error)) throw error;
        hasSearch = false;
        return tagsPage(deps, target, key, undefined);
      }
    },
  };
}

/** Whether the extension is off, or too old for the query. Then the list of tags shows if the repository can be read. */
function isWithoutSearch(error: unknown): boolean {
  if (!(error instanceof RegistryError)) return false;
  return error.kind === 'not-found' || error.kind === 'unsupported' || error.code === 'BAD_PAGE';
}
