import { z } from 'zod';
import { describeIssue } from '#lib/oci/json/lenient-schema.ts';
import type { ApiClient } from './api-client.ts';
import { ApiError } from './api-error.ts';
import { pathOf, type Resource } from './resources.ts';

/** Every object of a resource, at one resource version. */
export interface ResourceList<T> {
  readonly items: readonly T[];
  /** Where a watch continues. */
  readonly resourceVersion: string;
}

/** How many objects a page has, and how many are read at most. */
interface ListLimits {
  readonly page: number;
  readonly objects: number;
}

/** The page size of kubectl; the largest clusters have about 150,000 pods. */
const LIST_LIMITS: ListLimits = { page: 500, objects: 200_000 };

const pageSchema = z.object({
  metadata: z.object({
    resourceVersion: z.string().max(128).nullish(),
    continue: z.string().max(8192).nullish(),
  }),
  // Go writes an empty list as null.
  items: z.array(z.unknown()).nullish(),
});

/**
 * Lists all objects of a resource in a namespace, or in all with an empty one, page by page (Kubernetes API concepts,
 * "Retrieving large results sets in chunks"). If the list expires between two pages, it is read anew once. Rejects with
 * `ApiError`.
 */
export async function listResource<T extends { readonly uid: string }>(
  client: Pick<ApiClient, 'get'>,
  resource: Resource<T>,
  namespace: string,
  limits: ListLimits = LIST_LIMITS,
): Promise<ResourceList<T>> {
  try {
    return await readPages(client, resource, namespace, limits);
  } catch (error) {
    if (!(error instanceof ApiError) || error.kind !== 'expired') throw error;
    return readPages(client, resource, namespace, limits);
  }
}

async function readPages<T extends { readonly uid: string }>(
  client: Pick<ApiClient, 'get'>,
  resource: Resource<T>,
  namespace: string,
  limits: ListLimits,
): Promise<ResourceList<T>> {
  // By uid: an object may move to a later page while the list is read.
  const items = new Map<string, T>();
  const seen = new Set<string>();
  for (let next = ''; ; ) {
    const query = new URLSearchParams({ limit: String(limits.page) });
    if (next !== '') query.set('continue', next);
    const page = pageSchema.safeParse(await client.get(pathOf(resource, namespace), query));
    if (!page.success) throw invalid(page.error);
    const { metadata, items: objects } = page.data;
    for (const each of objects ?? []) {
      const object = parseObject(resource, each);
      items.set(object.uid, object);
    }
    if (items.size > limits.objects) {
      throw new ApiError('invalid-answer', `there are more than ${limits.objects}`);
    }
    next = metadata.continue ?? '';
    if (next === '') return { items: [...items.values()], resourceVersion: metadata.resourceVersion ?? '' };
    if (seen.has(next)) throw new ApiError('invalid-answer', 'a page leads back to an earlier one');
    seen.add(next);
  }
}

/** Parses an object of a resource. Throws `ApiError`: without it, the listing would not be complete. */
export function parseObject<T extends { readonly uid: string }>(resource: Resource<T>, json: unknown): T {
  const parsed = resource.from.safeParse(json);
  if (parsed.success) return parsed.data;
  throw invalid(parsed.error);
}

function invalid(error: z.ZodError): ApiError {
  return new ApiError('invalid-answer', `the answer is refused: ${describeIssue(error)}`);
}
