import { describe, expect, it } from 'vitest';
import { createRegistry } from '#lib/registry/client.ts';
import { listSource, type SourceListing } from '#lib/sources/list-source.ts';
import { selectTags } from '#lib/sources/selection/select-tags.ts';
import { parseRegistrySource, type RegistrySource } from '#lib/sources/source.ts';
import { connectionTo } from '../registries/connection.ts';
import { deleteRaw, putRaw, putRawBlob } from '../registries/raw-requests.ts';
import {
  distributionMissing,
  type RealRegistry,
  type RegistryAuth,
  startDistribution,
  startGoRegistry,
} from '../registries/registries.ts';

const SELECT = { repositories: { include: ['team/**'] }, tags: { semver: '>=1', newest: 1, per: 'minor' } };

function sourceOf(host: string): RegistrySource {
  const parsed = parseRegistrySource({
    name: 'real',
    kind: 'registry',
    config: { registry: host },
    select: SELECT,
  });
  if ('source' in parsed) return parsed.source;
  throw new Error(JSON.stringify(parsed.issues));
}

async function push(registry: RealRegistry, repository: string, tag: string): Promise<string> {
  const config = await putRawBlob(
    registry,
    repository,
    { architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] }, author: tag },
    'application/vnd.oci.image.config.v1+json',
  );
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return (await putRaw(registry, repository, { schemaVersion: 2, mediaType, config, layers: [] }, tag))
    .digest;
}

async function list(registry: RealRegistry, login: boolean, budget = 100, resume?: SourceListing) {
  const { username, password, ...anonymous } = connectionTo(registry);
  const connection = login && username !== undefined ? { ...anonymous, username, password } : anonymous;
  const client = createRegistry({ registries: [connection], retries: 0 });
  try {
    return await listSource(sourceOf(registry.host), { client, credential: undefined, budget, resume });
  } finally {
    await client.close();
  }
}

const selectedOf = ({ tags }: SourceListing, host: string) =>
  selectTags(tags, sourceOf(host).select, Date.now()).selected.map(
    ({ repository, tag }) => `${repository}:${tag}`,
  );

/** Fills a registry, lists it as a whole and in parts, and again after an image was deleted. */
async function listEverything(registry: RealRegistry): Promise<void> {
  const { host } = registry;
  for (const tag of ['1.0.0', '1.0.1', '1.1.0', 'latest', `sha256-${'a'.repeat(64)}.sig`]) {
    await push(registry, 'team/api', tag);
  }
  const only = await push(registry, 'team/deep/web', '2.0.0');
  await push(registry, 'other/tool', '1.0.0');

  const whole = await list(registry, true);
  expect(whole).toMatchObject({ complete: true, problems: [], repositories: 3, unwanted: 1, requests: 3 });
  expect(selectedOf(whole, host)).toEqual(['team/deep/web:2.0.0', 'team/api:1.1.0', 'team/api:1.0.1']);

  const part = await list(registry, true, 2);
  expect(part).toMatchObject({ complete: false, problems: [{ code: 'budget' }] });
  const resumed = await list(registry, true, 100, part);
  expect(resumed.complete).toBe(true);
  expect(selectedOf(resumed, host)).toEqual(selectedOf(whole, host));

  // go-containerregistry keeps the tags of a deleted manifest.
  if (registry.kind === 'distribution') await deleteRaw(registry, 'team/deep/web', only);
  else await registry.forgetTag('team/deep/web', '2.0.0');
  const after = await list(registry, true);
  expect(after).toMatchObject({ complete: true, problems: [] });
  expect(selectedOf(after, host)).toEqual(['team/api:1.1.0', 'team/api:1.0.1']);
}

describe.each<RegistryAuth>(['none', 'basic', 'token'])('Distribution with auth: %s', (auth) => {
  const missing = distributionMissing();
  it.skipIf(missing)(`lists its catalog${missing ? ` (${missing})` : ''}`, async ({ onTestFinished }) => {
    const registry = await startDistribution(auth);
    onTestFinished(registry.stop);
    await listEverything(registry);
    const stranger = await list(registry, false);
    if (auth === 'none') return expect(stranger.complete).toBe(true);
    expect(stranger).toMatchObject({
      ...{ complete: false, tags: [] },
      problems: [{ code: 'missing-right', right: 'registry:catalog:*' }],
    });
  });
});

describe("go-containerregistry's registry", () => {
  it('lists its catalog', async (context) => {
    const registry = await startGoRegistry();
    if (registry === undefined) return context.skip('it was not built: see e2e/peers/install.ts');
    context.onTestFinished(registry.stop);
    await listEverything(registry);
  });
});
