import { z } from 'zod';
import { isDigest } from '#lib/oci/digest.ts';
import { isRepositoryPath, isTag } from '#lib/oci/reference.ts';
import type { Lister } from '../listing/lister.ts';
import { nonImageOf } from '../selection/found-tag.ts';
import type { ConfigOf } from '../source.ts';
import { type ListerDeps, listOf, readPage, timeOf, tokenAccess } from './lister-deps.ts';

const API = 'artifactregistry.googleapis.com';
const SIZE = 1000;

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
  // The key of a service account is not a token: it would have to be exchanged for one.
  const isKey = credential?.type === 'password' && credential.username !== 'oauth2accesstoken';
  const access = isKey ? 'none' : tokenAccess(credential);
  const paged = (path: string, cursor: string | undefined) =>
    `/v1/${path}?pageSize=${SIZE}${cursor === undefined ? '' : `&pageToken=${encodeURIComponent(cursor)}`}`;
  return {
    rights: {
      repositories: 'artifactregistry.repositories.list (role Artifact Registry Reader)',
      tags: 'artifactregistry.dockerimages.list (role Artifact Registry Reader)',
    },
    async repositories(cursor) {
      const { content } = await readPage(
        pages,
        {
          host: API,
          path: paged(parent, cursor),
          operation: 'list-repositories',
          subject: `${registry}/${project}`,
          access,
        },
        pageWith('repositories').pipe(repositoriesSchema),
      );
      // projects/P/locations/L/repositories/R
      const names = content.repositories
        .filter(({ format }) => format === 'DOCKER')
        .map(({ name }) => name.split('/').at(-1) ?? '')
        .filter((name) => /^[a-z0-9-]{1,63}$/.test(name));
      const skipped = content.repositories.length - names.length;
      const items = names.map((name) => ({ key: name, repository: undefined }));
      return { items, skipped, next: content.nextPageToken || undefined };
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
      const items = content.dockerImages.flatMap(({ uri, tags, uploadTime, artifactType }) => {
        const [name = '', digest = ''] = uri.split('@');
        const repository = name.startsWith(`${registry}/`) ? name.slice(registry.length + 1) : '';
        if (!isRepositoryPath(repository)) return [];
        return tags.filter(isTag).map((tag) => ({
          ...{ registry, repository, tag },
          digest: isDigest(digest) ? digest : undefined,
          pushedAt: timeOf(uploadTime),
          nonImage: nonImageOf(artifactType),
        }));
      });
      const skipped = content.dockerImages.filter(({ tags }) => tags.length === 0).length;
      return { items, skipped, next: content.nextPageToken || undefined };
    },
  };
}
