import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isRepositoryPath, isTag } from '#lib/oci/reference.ts';
import type { ListPageRequest } from '#lib/registry/operations/lists/list-page.ts';
import type { Lister } from '../listing/lister.ts';
import { elsewhere, type ListingProblem } from '../listing/listing-problem.ts';
import { nonImageOf } from '../selection/found-tag.ts';
import type { ConfigOf } from '../source.ts';
import { API_HOST } from './api-host.ts';
import {
  byHost,
  type ListerDeps,
  listOf,
  readPage,
  timeOf,
  tokenAccess,
  unusableCredential,
} from './lister-deps.ts';

const API = API_HOST.gar;
const SIZE = 1000;

/** A repository's id. Those that took over from Container Registry have dots: `gcr.io`, `eu.gcr.io`. */
const REPOSITORY = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/;

/** Google omits empty lists. A document without the list is only a page if it has no other content. */
const pageWith = (list: string) =>
  z
    .looseObject({})
    .refine(
      (page) => list in page || Object.keys(page).every((key) => key === 'nextPageToken'),
      'is not a page',
    );

const repositoriesSchema = z.looseObject({
  repositories: listOf(z.looseObject({ name: z.string(), format: z.string().nullish() })),
  nextPageToken: z.string().nullish(),
});
const imagesSchema = z.looseObject({
  dockerImages: listOf(
    z.looseObject({
      /** With the digest. */
      uri: z.string(),
      tags: listOf(z.string()),
      uploadTime: z.string().nullish(),
      artifactType: z.string().nullish(),
    }),
  ),
  nextPageToken: z.string().nullish(),
});

/**
 * Google Artifact Registry's API (cloud.google.com/artifact-registry/docs/reference/rest): the Docker repositories of a
 * location, each with many images, and these with tags and digests.
 */
export function garLister({ project, location }: ConfigOf<'gar'>, { pages, credential }: ListerDeps): Lister {
  const registry = `${location}-docker.pkg.dev`;
  const parent = `projects/${encodeURIComponent(project)}/locations/${location}/repositories`;
  // By any other name, such as gcloud's `oauth2accesstoken` and `_dcgcloud_token`, the password is a token.
  const isKey = credential?.type === 'password' && credential.username.startsWith('_json_key');
  const access = tokenAccess(credential);
  const paged = (path: string, cursor: string | undefined) =>
    `/v1/${path}?pageSize=${SIZE}${cursor === undefined ? '' : `&pageToken=${encodeURIComponent(cursor)}`}`;
  return {
    rights: {
      repositories: 'artifactregistry.repositories.list (role Artifact Registry Reader)',
      tags: 'artifactregistry.dockerimages.list (role Artifact Registry Reader)',
    },
    async repositories(cursor) {
      const request: ListPageRequest = {
        host: API,
        path: paged(parent, cursor),
        operation: 'list-repositories',
        subject: `${registry}/${project}`,
        access,
      };
      if (isKey) {
        const problem = 'a key of a service account must be exchanged for a token before';
        throw unusableCredential(request, problem);
      }
      const { content } = await readPage(pages, request, pageWith('repositories').pipe(repositoriesSchema));
      const docker = content.repositories.filter(({ format }) => format === 'DOCKER');
      // projects/P/locations/L/repositories/R
      const names = docker
        .map(({ name }) => name.split('/').at(-1) ?? '')
        .filter((name) => REPOSITORY.test(name));
      const unreadable = docker.length - names.length;
      return {
        items: names.map((name) => ({ key: name, repository: undefined })),
        skipped: content.repositories.length - names.length,
        problems: unreadable === 0 ? [] : [unreadableNames(`${registry}/${project}`, unreadable)],
        next: content.nextPageToken || undefined,
      };
    },
    async tags({ key }, cursor) {
      const { content } = await readPage(
        pages,
        {
          host: API,
          path: paged(`${parent}/${key}/dockerImages`, cursor),
          operation: 'list-tags',
          subject: `${registry}/${project}/${key}`,
          access,
        },
        pageWith('dockerImages').pipe(imagesSchema),
      );
      const tagged = content.dockerImages.filter(({ tags }) => tags.length > 0);
      const [own, foreign] = byHost(tagged, ({ uri }) => uri, registry);
      const items = own.flatMap(({ entry: { tags, uploadTime, artifactType }, path }) => {
        const [repository = '', digest = ''] = path.split('@');
        if (!isRepositoryPath(repository)) return [];
        return tags.filter(isTag).map((tag) => ({
          ...{ registry, repository, tag },
          digest: isDigest(digest) ? digest : undefined,
          pushedAt: timeOf(uploadTime),
          nonImage: nonImageOf(artifactType),
        }));
      });
      return {
        items,
        skipped: content.dockerImages.length - own.length,
        problems: elsewhere({
          ...{ subject: `${registry}/${project}/${key}`, expected: registry, found: foreign },
        }),
        next: content.nextPageToken || undefined,
      };
    },
  };
}

function unreadableNames(subject: string, count: number): ListingProblem {
  const what = count === 1 ? '1 Docker repository has a name' : `${count} Docker repositories have names`;
  return { code: 'invalid-answer', message: `${subject}: ${what} that cannot be read` };
}
