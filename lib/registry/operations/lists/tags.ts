import { z } from 'zod';
import { wireObject } from '#lib/oci/json/lenient-schema.ts';
import { isTag } from '#lib/oci/reference.ts';
import type { RegistryReader } from '../../registry.ts';
import type { Exchange } from '../../transport/exchange.ts';
import { fail } from '../../transport/http/request-error.ts';
import type { Endpoints } from '../../transport/request/endpoints.ts';
import { apiUrl, type RegistryRequest } from '../../transport/request/request.ts';
import { type Target, target, targeted } from '../target.ts';
import { readPages } from './pages.ts';

/** More than this per page is an error at some registries (ECR, Distribution). */
const PAGE_SIZE = 1000;

/** Tags of one repository; the busiest public ones have some ten thousands. */
const MAX_TAGS = 200_000;

/**
 * Skips names that the distribution-spec does not allow as tags: some registries list names from before they checked.
 */
const pageSchema = wireObject({
  name: z.unknown().optional(),
  tags: z
    .array(z.unknown())
    .transform((names) => names.filter((name): name is string => typeof name === 'string' && isTag(name)))
    .nullish(),
}).refine(
  // A page of no tags may leave them out, as long as it is one of a list at all.
  ({ name, tags }) => tags !== undefined || typeof name === 'string',
);

/** The first page of tags (distribution-spec § Listing tags). */
export function tagsRequest(to: Target): RegistryRequest {
  return {
    ...targeted(to),
    kind: 'tags',
    method: 'GET',
    url: apiUrl(to.endpoint, to.repository, `tags/list?n=${PAGE_SIZE}`),
    headers: { accept: 'application/json' },
    expected: [200],
  };
}

/** Lists tags, all pages, each tag once. A page that cannot be read is an error, not a shorter list. */
export function createTags(deps: {
  readonly endpoints: Endpoints;
  readonly exchange: Exchange;
}): Pick<RegistryReader, 'listTags'> {
  return {
    async listTags(repository, options) {
      const to = target(deps.endpoints, 'list-tags', {
        registry: repository.registry,
        repository: repository.repository,
      });
      const tags = new Set<string>();
      const collect = (json: unknown) => {
        const page = pageSchema.safeParse(json);
        if (!page.success) {
          throw fail(to.ask, 'invalid-response', 'BAD_PAGE', 'a page of the list is no list of tags');
        }
        for (const tag of page.data.tags ?? []) tags.add(tag);
        if (tags.size > MAX_TAGS) {
          throw fail(to.ask, 'invalid-response', 'ENDLESS_PAGES', `the list has more than ${MAX_TAGS} tags`);
        }
      };
      await readPages(deps.exchange, tagsRequest(to), collect, options);
      return [...tags];
    },
  };
}
