import { z } from 'zod';
import { describeIssue } from '#lib/oci/json/lenient-schema.ts';
import { canonicalRegistry, isRegistryHost, isRepositoryPath, type Repository } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { ListPage, ListPageRequest, ListPages } from '#lib/registry/operations/lists/list-page.ts';
import { basicHeader } from '#lib/registry/transport/auth/credential.ts';
import type { TagList } from '../listing/lister.ts';
import type { SourceCredential } from './source-credential.ts';

/** What every lister needs. */
export interface ListerDeps {
  readonly pages: ListPages;
  readonly credential: SourceCredential | undefined;
  /** Lists tags, and checks whether a repository that is not found is absent or hidden. */
  readonly listTags: (repository: Repository) => Promise<string[]>;
}

/** A `RegistryError` for a failure that an API reports in its own format. */
export function listError(
  { host, operation, subject }: Pick<ListPageRequest, 'host' | 'operation' | 'subject'>,
  facts: Pick<RegistryError, 'kind' | 'code' | 'problem' | 'status'> & { retryAfter?: number | undefined },
): RegistryError {
  const { retryAfter, ...known } = facts;
  const after = retryAfter === undefined ? {} : { retryAfter };
  return new RegistryError({ host, operation, reference: subject, ...known, ...after });
}

/** The error of a credential that an API does not accept: nothing is sent, and the listing must not become an anonymous one. */
export function unusableCredential(
  request: Pick<ListPageRequest, 'host' | 'operation' | 'subject'>,
  problem: string,
): RegistryError {
  return listError(request, { kind: 'not-visible', code: 'UNUSABLE_CREDENTIAL', problem });
}

/**
 * Gets a page and parses it. A page in another format is an error, not a shorter list. `failure` turns a page with one of the
 * request's `alsoRead` statuses into an error.
 */
export async function readPage<T>(
  pages: ListPages,
  request: ListPageRequest,
  schema: z.ZodType<T>,
  failure?: (page: ListPage) => RegistryError,
): Promise<{ readonly content: T; readonly page: ListPage }> {
  const page = await pages.readListPage(request);
  if (page.status !== 200 && failure) throw failure(page);
  const parsed = schema.safeParse(page.json);
  if (parsed.success) return { content: parsed.data, page };
  const problem = `a page of the list is refused: ${describeIssue(parsed.error)}`;
  throw listError(request, { kind: 'invalid-response', code: 'BAD_PAGE', problem });
}

/** `Authorization` with a token, or with a password as Basic; `'none'` without a credential. */
export function accessWith(
  credential: SourceCredential | undefined,
  scheme: 'Bearer' | 'token' = 'Bearer',
): ListPageRequest['access'] {
  switch (credential?.type) {
    case 'token':
      return { header: `${scheme} ${credential.token}` };
    case 'password':
      return { header: basicHeader(credential.username, credential.password) };
    default:
      return 'none';
  }
}

/** `Authorization` with the token of a credential: for these APIs, the password of a login is a token. */
export function tokenAccess(
  credential: SourceCredential | undefined,
  scheme: 'Bearer' | 'token' = 'Bearer',
): ListPageRequest['access'] {
  if (credential?.type === 'password') return { header: `${scheme} ${credential.password}` };
  return accessWith(credential, scheme);
}

/** Tag lists of repository paths. Names that break the grammar are skipped. */
export function tagListsOf(names: readonly unknown[]): { items: TagList[]; skipped: number } {
  const valid = names.filter((name): name is string => typeof name === 'string' && isRepositoryPath(name));
  return {
    items: valid.map((name) => ({ key: name, repository: name })),
    skipped: names.length - valid.length,
  };
}

/** The longest name of a host (RFC 1035 § 2.3.4), with a port. */
const MAX_HOST = 261;

/** Parts entries by the host in their names: those of `registry` with the path, and the other hosts. */
export function byHost<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string,
  registry: string,
): [own: { readonly entry: T; readonly path: string }[], foreign: (string | undefined)[]] {
  const own: { entry: T; path: string }[] = [];
  const foreign: (string | undefined)[] = [];
  for (const entry of entries) {
    const [host = '', ...path] = nameOf(entry).split('/');
    if (canonicalRegistry(host) === canonicalRegistry(registry)) own.push({ entry, path: path.join('/') });
    else foreign.push(host.length <= MAX_HOST && isRegistryHost(host) ? host : undefined);
  }
  return [own, foreign];
}

/** The page number of a cursor; the first page is 1. */
export function pageNumber(cursor: string | undefined): number {
  return cursor === undefined ? 1 : Number(cursor);
}

/** A count in a header; `undefined` if it is none. */
export function countIn(header: string | undefined): number | undefined {
  return /^\d{1,9}$/.test(header ?? '') ? Number(header) : undefined;
}

/**
 * The number of the next page, as a cursor. The last page is the first that is not full or, if the length of the list is
 * announced, the one that is empty or completes it.
 */
export function nextNumber(
  number: number,
  {
    entries,
    size,
    total,
  }: { readonly entries: number; readonly size: number; readonly total?: number | undefined },
): string | undefined {
  const more = total === undefined ? entries >= size : entries > 0 && number * size < total;
  return more ? String(number + 1) : undefined;
}

/** Milliseconds since the epoch of a time in ISO 8601; `undefined` for anything else. */
export function timeOf(text: unknown): number | undefined {
  const at = typeof text === 'string' ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) || at <= 0 ? undefined : at;
}

/** A list that some APIs omit, or send as null, when it is empty. */
export function listOf<T extends z.ZodType>(entry: T) {
  return z
    .array(entry)
    .nullish()
    .transform((list) => list ?? []);
}
