import { describe, expect, test } from 'vitest';
import { digest, listAgainst, namesOf, sourceOf } from '../testing.ts';
import { routes } from './testing-routes.ts';

// The answers have the shapes of the vendor's documents; none of them is a recording: docs/sources.md says so.

describe('Google Artifact Registry', () => {
  const parent = '/v1/projects/acme/locations/europe/repositories';
  const image = (path: string, tags: string[] | undefined) => ({
    name: `projects/acme/locations/europe/repositories/apps/dockerImages/x`,
    uri: `${path}@${digest(path)}`,
    ...{ tags, uploadTime: '2026-07-01T00:00:00Z', mediaType: 'application/vnd.oci.image.manifest.v1+json' },
  });
  const handler = routes({
    [parent]: () => [
      {
        repositories: [
          { name: `${parent.slice(4)}/apps`, format: 'DOCKER' },
          { name: `${parent.slice(4)}/jars`, format: 'MAVEN' },
          { name: `${parent.slice(4)}/eu.gcr.io`, format: 'DOCKER' },
        ],
      },
    ],
    [`${parent}/apps/dockerImages`]: (url) => [
      url.searchParams.has('pageToken')
        ? { dockerImages: [image('europe-docker.pkg.dev/acme/apps/a/b', ['2'])] }
        : {
            dockerImages: [
              image('europe-docker.pkg.dev/acme/apps/api', ['1', 'latest']),
              image('europe-docker.pkg.dev/acme/apps/api', undefined),
            ],
            nextPageToken: 'next',
          },
    ],
    [`${parent}/eu.gcr.io/dockerImages`]: () => [
      { dockerImages: [image('europe-docker.pkg.dev/acme/eu.gcr.io/old', ['1'])] },
    ],
  });
  const source = sourceOf('gar', { project: 'acme', location: 'europe' });
  const hosts = ['artifactregistry.googleapis.com'];

  test('lists the images of Docker repositories, those that took over gcr.io included', async () => {
    const { listing } = await listAgainst(source, handler, {
      hosts,
      credential: { type: 'token', token: 'ya29' },
    });
    expect(listing).toMatchObject({ complete: true, requests: 4, skipped: 2 });
    const names = namesOf(listing).map((name) => name.replace(/@.*/, ''));
    expect(names).toEqual([
      'europe-docker.pkg.dev/acme/apps/api:1',
      'europe-docker.pkg.dev/acme/apps/api:latest',
      'europe-docker.pkg.dev/acme/apps/a/b:2',
      'europe-docker.pkg.dev/acme/eu.gcr.io/old:1',
    ]);
  });

  test.each(['_json_key', '_json_key_base64'])(
    'the key of a service account (%s) is a missing right, not an anonymous listing',
    async (username) => {
      const { listing, requests } = await listAgainst(source, handler, {
        hosts,
        credential: { type: 'password', username, password: '{"private_key": "secret"}' },
      });
      expect(requests).toEqual([]);
      expect(listing).toMatchObject({ complete: false, tags: [], problems: [{ code: 'missing-right' }] });
      expect(listing.problems[0]?.message).toContain(
        'a key of a service account must be exchanged for a token',
      );
    },
  );

  test.each(['oauth2accesstoken', '_dcgcloud_token', '_dcgcr_2_1_0_token'])(
    'the password of %s is a token',
    async (username) => {
      const { listing, requests } = await listAgainst(source, handler, {
        hosts,
        credential: { type: 'password', username, password: 'ya29' },
      });
      expect(listing).toMatchObject({ complete: true });
      expect(new Set(requests.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer ya29']));
    },
  );

  test.each(['..', 'UPPER', '%2e%2e'])(
    'a Docker repository named %s is a problem, and is not requested',
    async (name) => {
      const repositories = [{ name: `${parent.slice(4)}/${name}`, format: 'DOCKER' }];
      const { listing } = await listAgainst(source, routes({ [parent]: () => [{ repositories }] }), {
        hosts,
      });
      expect(listing).toMatchObject({ complete: false, requests: 1, skipped: 1 });
      expect(listing.problems).toEqual([
        {
          code: 'invalid-answer',
          message: 'europe-docker.pkg.dev/acme: 1 Docker repository has a name that cannot be read',
        },
      ]);
    },
  );

  test('an image on another host is a problem, and is not listed', async () => {
    const dockerImages = [
      image('europe-docker.pkg.dev/acme/apps/api', ['1']),
      image('evil.example/acme/apps/api', ['1']),
      image('evil.example/acme/apps/api', undefined),
    ];
    const { listing } = await listAgainst(
      source,
      routes({
        [parent]: () => [{ repositories: [{ name: `${parent.slice(4)}/apps`, format: 'DOCKER' }] }],
        [`${parent}/apps/dockerImages`]: () => [{ dockerImages }],
      }),
      { hosts },
    );
    expect(listing).toMatchObject({ complete: false, skipped: 2 });
    expect(listing.tags).toHaveLength(1);
    expect(listing.problems).toEqual([
      {
        code: 'elsewhere',
        message:
          'europe-docker.pkg.dev/acme/apps: 1 entry is under evil.example, not under europe-docker.pkg.dev',
      },
    ]);
  });
});
