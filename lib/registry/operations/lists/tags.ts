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

/** Some registries refuse larger pages (ECR, Distribution). */
const PAGE_SIZE = 1000;

/** Tags of one repository; the busiest public ones have tens of thousands. */
const MAX_TAGS = 200_000;

/** A page of tags. Skips names that are no valid tags: some registries list names from before they checked them. */
export const tagsPageSchema = wireObject({
  name: z.unknown().optional(),
  tags: z
    .array(z.unknown())
    .transform((names) => names.filter((name): name is string => typeof name === 'string' && isTag(name)))
    .nullish(),
}).refine(
  // A page without tags may leave out the list, but must still be a page of tags.
  ({ name, tags }) => tags !== undefined || typeof name === 'string',
);

/** A request for the first page of tags (distribution-spec § Listing tags). */
function tagsRequest(to: Target): RegistryRequest {
  return {
    ...targeted(to),
    kind: 'tags',
    method: 'GET',
    url: apiUrl(to.endpoint, to.repository, `tags/list?n=${PAGE_SIZE}`),
    headers: { accept: 'application/json' },
    expected: [200],
  };
}

/** The reader's method for tags: all pages, each tag once. A malformed page is an error, not a shorter list. */
export function createTagLists(deps: {
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
        const page = tagsPageSchema.safeParse(json);
        if (!page.success) {
          throw fail(to.context, 'invalid-response', 'BAD_PAGE', 'a page of the list is no list of tags');
        }
        for (const tag of page.data.tags ?? []) tags.add(tag);
        if (tags.size > MAX_TAGS) {
          throw fail(
            to.context,
            'invalid-response',
            'ENDLESS_PAGES',
            `the list has more than ${MAX_TAGS} tags`,
          );
        }
      };
      await readPages(deps.exchange, tagsRequest(to), collect, options);
      return [...tags];
    },
  };
}
