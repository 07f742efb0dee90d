import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isTag } from '#lib/oci/reference.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import type { ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import type { ConfigOf } from '../source.ts';
import { API_HOST } from './api-host.ts';
import { type ListerDeps, pageNumber, readPage, tagListsOf, timeOf } from './lister-deps.ts';

const REGISTRY = 'docker.io';
const API = API_HOST['docker-hub'];
const SIZE = 100;

const list = <T extends z.ZodType>(entry: T) =>
  z.looseObject({ count: z.int().min(0), next: z.string().nullish(), results: z.array(entry) });
const repositoriesSchema = list(z.looseObject({ name: z.string() }));
const tagsSchema = list(
  z.looseObject({
    name: z.string(),
    /** Old tags have no digest. */
    digest: z.string().nullish(),
    tag_last_pushed: z.string().nullish(),
    last_updated: z.string().nullish(),
  }),
);
const tokenSchema = z.looseObject({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8000}$/, 'is not a token'),
});

/**
 * Docker Hub by its own API (docs.docker.com/reference/api/hub): repositories of a namespace, and tags with digests. A
 * login is exchanged for a token at the same host. Hub's registry has no catalog.
 */
export function dockerHubLister(
  { namespace }: ConfigOf<'docker-hub'>,
  { pages, credential }: ListerDeps,
): Lister {
  let token: Promise<string> | undefined;
  async function logIn(identifier: string, secret: string): Promise<string> {
    const request: ListPageRequest = {
      host: API,
      path: '/v2/auth/token',
      operation: 'authenticate',
      subject: `${REGISTRY}/${namespace}`,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ identifier, secret }),
      access: 'none',
    };
    return (await readPage(pages, request, tokenSchema)).content.access_token;
  }
  /** Reads a page. The token for a login can expire during a long listing; then a new one is requested. */
  async function read<T>(
    request: Omit<ListPageRequest, 'access' | 'host'>,
    schema: z.ZodType<T>,
  ): Promise<T> {
    const used = token;
    try {
      return (await readPage(pages, { ...request, host: API, access: await access() }, schema)).content;
    } catch (error) {
      const expired = used !== undefined && error instanceof RegistryError && error.status === 401;
      if (!expired) throw error;
      token = undefined;
      return (await readPage(pages, { ...request, host: API, access: await access() }, schema)).content;
    }
  }
  async function access(): Promise<ListPageRequest['access']> {
    if (credential?.type === 'token') return { header: `Bearer ${credential.token}` };
    if (credential?.type !== 'password') return 'none';
    token ??= logIn(credential.username, credential.password).catch((error: unknown) => {
      token = undefined;
      throw error;
    });
    return { header: `Bearer ${await token}` };
  }
  const root = `/v2/namespaces/${namespace}/repositories`;
  /** The URL of the next page is not followed, because it names its own host. */
  const following = (number: number, next: string | null | undefined) =>
    next ? String(number + 1) : undefined;
  return {
    rights: {
      repositories: 'an access token with Read, of an account in the namespace',
      tags: 'an access token with Read, of an account in the namespace',
    },
    async repositories(cursor) {
      const number = pageNumber(cursor);
      const content = await read(
        {
          path: `${root}?page_size=${SIZE}&page=${number}`,
          operation: 'list-repositories',
          subject: `${REGISTRY}/${namespace}`,
        },
        repositoriesSchema,
      );
      const lists = tagListsOf(content.results.map(({ name }) => `${namespace.toLowerCase()}/${name}`));
      return { ...lists, total: content.count, next: following(number, content.next) };
    },
    async tags({ key }, cursor) {
      const number = pageNumber(cursor);
      const content = await read(
        {
          path: `${root}/${key.slice(namespace.length + 1)}/tags?page_size=${SIZE}&page=${number}`,
          operation: 'list-tags',
          subject: `${REGISTRY}/${key}`,
        },
        tagsSchema,
      );
      const valid = content.results.filter(({ name }) => isTag(name));
      const items = valid.map(({ name, digest, tag_last_pushed, last_updated }) => ({
        ...{ registry: REGISTRY, repository: key, tag: name },
        digest: digest && isDigest(digest) ? digest : undefined,
        pushedAt: timeOf(tag_last_pushed) ?? timeOf(last_updated),
      }));
      const skipped = content.results.length - valid.length;
      return { items, skipped, total: content.count, next: following(number, content.next) };
    },
  };
}
