import { z } from 'zod';
import { isTag } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import { tagsPageSchema } from '#lib/registry/operations/lists/tags.ts';
import type { Lister, Page, TagList } from '../listing/lister.ts';
import type { FoundTag } from '../selection/found-tag.ts';
import { type ListerDeps, readPage, tagListsOf } from './lister-deps.ts';

/** Distribution refuses more (`catalog.maxentries`). It reads its whole storage for each page, so few pages are better. */
const PAGE_SIZE = 1000;
/** Where the distribution-spec's API is. */
export const SPEC_ROOT = '/v2/';

/** Go writes an empty list as null. The field itself is required. */
const catalogSchema = z.looseObject({ repositories: z.array(z.unknown()).nullable() });

/** What a list of Distribution's API is read with. */
interface ListTarget {
  readonly host: string;
  /** What precedes `_catalog` and repositories in the path. */
  readonly root: string;
  readonly access: (scope: string) => ListPageRequest['access'];
}

/** A page of the catalog (Distribution, `GET /v2/_catalog`). Names outside the prefix of a mirror are not listed. */
export async function catalogPage(
  { pages }: ListerDeps,
  target: ListTarget,
  cursor: string | undefined,
): Promise<Page<TagList>> {
  const request: ListPageRequest = {
    host: target.host,
    path: cursor ?? `${target.root}_catalog?n=${PAGE_SIZE}`,
    operation: 'list-repositories',
    subject: `${target.host} catalog`,
    access: target.access('registry:catalog:*'),
  };
  const { content, page } = await readPage(pages, request, catalogSchema);
  const prefix = pages.repositoryPrefix(target.host);
  const names = (content.repositories ?? []).flatMap((name) => {
    if (typeof name !== 'string') return [name];
    return name.startsWith(prefix) ? [name.slice(prefix.length)] : [];
  });
  return { ...tagListsOf(names), next: page.next() };
}

/**
 * A page of a repository's tags (distribution-spec § Listing tags). Catalogs also name repositories without tags, for
 * which Distribution answers 404. They count as empty if the client can tell that they are not hidden.
 */
export async function tagsPage(
  { pages, listTags }: ListerDeps,
  target: ListTarget & { readonly registry?: string; readonly under?: string },
  repository: string,
  cursor: string | undefined,
): Promise<Page<FoundTag>> {
  const prefix = pages.repositoryPrefix(target.host);
  const path = `${prefix}${repository}`;
  const request: ListPageRequest = {
    host: target.host,
    path: cursor ?? `${target.root}${path}/tags/list?n=${PAGE_SIZE}`,
    operation: 'list-tags',
    subject: `${target.host}/${repository}`,
    access: target.access(`repository:${path}:pull`),
  };
  const registry = target.registry ?? target.host;
  const found = (tag: string) => ({ registry, repository: `${target.under ?? ''}${repository}`, tag });
  try {
    const { content, page } = await readPage(pages, request, tagsPageSchema);
    return { items: (content.tags ?? []).map(found), skipped: 0, next: page.next() };
  } catch (error) {
    const isSpec = target.root === SPEC_ROOT;
    if (!isSpec || !(error instanceof RegistryError) || error.kind !== 'not-found') throw error;
    const tags = await listTags({ registry: target.host, repository }).catch(emptyIfAbsent);
    return { items: tags.filter(isTag).map(found), skipped: 0, next: undefined };
  }
}

function emptyIfAbsent(error: unknown): string[] {
  if (error instanceof RegistryError && error.kind === 'not-found') return [];
  throw error;
}

/** Any registry, by its catalog and the distribution-spec's list of tags. */
export function anyLister(registry: string, deps: ListerDeps): Lister {
  const target: ListTarget = { host: registry, root: SPEC_ROOT, access: (scope) => ({ scope }) };
  return {
    rights: { repositories: 'registry:catalog:*', tags: 'pull' },
    repositories: (cursor) => catalogPage(deps, target, cursor),
    tags: ({ key }, cursor) => tagsPage(deps, target, key, cursor),
  };
}
