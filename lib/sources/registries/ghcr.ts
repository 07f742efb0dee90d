import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isRepositoryPath, isTag } from '#lib/oci/reference.ts';
import type { ListPage, ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import { elsewhere } from '../listing/listing-problem.ts';
import type { ConfigOf } from '../source.ts';
import { API_HOST } from './api-host.ts';
import { forbidden } from './github-forbidden.ts';
import {
  type ListerDeps,
  nextNumber,
  pageNumber,
  readPage,
  tagListsOf,
  timeOf,
  tokenAccess,
} from './lister-deps.ts';

const REGISTRY = 'ghcr.io';
const API = API_HOST.ghcr;
const SIZE = 100;
/** The name of an account, which may end in the short name of an enterprise. */
const LOGIN = /^[A-Za-z0-9_-]{1,64}$/;

const packagesSchema = z.array(
  z.looseObject({ name: z.string(), owner: z.looseObject({ login: z.string() }).nullish() }),
);
const versionsSchema = z.array(
  z.looseObject({
    /** The digest. */
    name: z.string(),
    updated_at: z.string().nullish(),
    metadata: z
      .looseObject({ container: z.looseObject({ tags: z.array(z.string()) }).optional() })
      .optional(),
  }),
);

/**
 * GitHub's container registry by the packages API (docs.github.com/rest/packages): packages of an owner, and their
 * versions with tags and digests. Versions without tags are the platforms of indexes, and are skipped.
 */
export function ghcrLister(
  { owner, ownerType }: ConfigOf<'ghcr'>,
  { pages, credential }: ListerDeps,
): Lister {
  const root = ownerType === 'self' ? '/user' : `/${ownerType}s/${owner}`;
  const request = (
    path: string,
    operation: ListPageRequest['operation'],
    subject: string,
  ): ListPageRequest => ({
    host: API,
    path,
    operation,
    subject,
    access: tokenAccess(credential),
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    alsoRead: [403],
  });
  /** A short page may not be the last. Its link says so, but has another path, with the owner's number: it is not followed. */
  const following = (number: number, entries: number, page: ListPage) =>
    /rel="next"/.test(page.header('link') ?? '')
      ? String(number + 1)
      : nextNumber(number, { entries, size: SIZE });
  // GitHub's owners may have capital letters, references may not.
  const namespace = owner.toLowerCase();
  /**
   * The account of a token, and an organisation that was renamed, may have another name than the source says: its
   * packages are not at that name.
   */
  const isOwn = (login: string | undefined) =>
    login === undefined ? ownerType !== 'self' : login.toLowerCase() === namespace;
  return {
    rights: {
      repositories: 'read:packages of a classic token, authorised for the organisation (SSO)',
      tags: 'read access to the package',
    },
    async repositories(cursor) {
      const number = pageNumber(cursor);
      const path = `${root}/packages?package_type=container&per_page=${SIZE}&page=${number}`;
      const asked = request(path, 'list-repositories', `${REGISTRY}/${namespace}`);
      const { content, page } = await readPage(pages, asked, packagesSchema, forbidden(asked));
      const own = content.filter(({ owner: of }) => isOwn(of?.login));
      const { items, skipped } = tagListsOf(own.map(({ name }) => `${namespace}/${name.toLowerCase()}`));
      const foreign = content.filter(({ owner: of }) => !isOwn(of?.login));
      return {
        items,
        skipped: skipped + foreign.length,
        problems: elsewhere({
          ...{ subject: `${REGISTRY}/${namespace}`, expected: owner, setting: 'owner' },
          found: foreign.map(({ owner: of }) => (of && LOGIN.test(of.login) ? of.login : undefined)),
        }),
        next: following(number, content.length, page),
      };
    },
    async tags({ key }, cursor) {
      const number = pageNumber(cursor);
      const name = encodeURIComponent(key.slice(namespace.length + 1));
      const path = `${root}/packages/container/${name}/versions?per_page=${SIZE}&page=${number}`;
      const asked = request(path, 'list-tags', `${REGISTRY}/${key}`);
      const { content, page } = await readPage(pages, asked, versionsSchema, forbidden(asked));
      const items = content.flatMap(({ name: digest, updated_at, metadata }) =>
        (metadata?.container?.tags ?? [])
          .filter((tag) => isTag(tag) && isRepositoryPath(key))
          .map((tag) => ({
            ...{ registry: REGISTRY, repository: key, tag },
            digest: isDigest(digest) ? digest : undefined,
            pushedAt: timeOf(updated_at),
          })),
      );
      const skipped = content.filter(({ metadata }) => !metadata?.container?.tags.length).length;
      return { items, skipped, next: following(number, content.length, page) };
    },
  };
}
