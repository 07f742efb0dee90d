import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRaw, getRawBlob, putRaw, putRawBlob, type RawDescriptor } from '../registries/raw-requests.ts';
import { distributionMissing, type RealRegistry, startDistribution } from '../registries/registries.ts';
import { run } from '../run-program.ts';
import type { Recipe } from '../tools/buildah.ts';
import { type BuildKit, buildkitMissing, startBuildkit } from '../tools/buildkit.ts';
import { craneMissing, runCrane, tryCrane } from '../tools/crane.ts';
import { openRebaser, type Rebaser } from './setup/product-rebase.ts';

const missing = distributionMissing() ?? buildkitMissing() ?? craneMissing();

const CACHE = 'moby.buildkit.cache.v0';

/** A base of that many layers. */
const base = (version: number): Recipe => ({
  ...{ push: 'cache/lib:1', from: 'scratch', files: { '/lib/version': `${version}\n` } },
  lines: version === 1 ? [] : ['COPY Containerfile /lib/more'],
});

/** An app of two layers on a base, with BuildKit's own record of what its layers came from. */
const app = (push: string, from: string): Recipe => ({
  ...{ push, from, files: { '/app': 'app\n' } },
  lines: ['COPY root-amd64/app /second'],
});

// BuildKit's inline cache names layers by their position: a rebased image that kept it would give wrong ones.
describe.skipIf(missing)(`BuildKit's inline cache${missing === undefined ? '' : ` (${missing})`}`, () => {
  let registry: RealRegistry;
  let buildkit: BuildKit;
  let rebaser: Rebaser;
  let scratch: string;

  beforeAll(async () => {
    registry = await startDistribution();
    buildkit = await startBuildkit([registry]);
    rebaser = openRebaser(registry);
    scratch = await mkdtemp(join(tmpdir(), 'baseboard-cache-'));
  }, 60_000);
  afterAll(async () => {
    await rebaser?.close();
    await buildkit?.stop();
    await registry?.stop();
    if (scratch !== undefined) await rm(scratch, { recursive: true });
  });

  /** The files that an image's root has. */
  async function filesOf(name: string): Promise<string[]> {
    const archive = join(scratch, 'root.tar');
    await runCrane(registry, 'export', `${registry.host}/${name}`, archive);
    return (await run('tar', ['-tf', archive])).split('\n');
  }

  /** Builds the app anew on its old base, with another image's inline cache and no other. */
  async function rebuild(oldBase: string, from: string) {
    await buildkit.prune();
    const recipe = app(`cache/app:rebuilt`, oldBase);
    const { cached } = await buildkit.buildCached(registry, recipe, { from });
    return { cached: cached.filter((step) => step.includes('COPY')), files: await filesOf(recipe.push) };
  }

  it('is dropped by a rebase, so that no later build misses files', async () => {
    const first = await buildkit.build(registry, base(1));
    const oldBase = `cache/lib@${first.digest}`;
    await buildkit.buildCached(registry, app('cache/app:1', oldBase), {});
    const image = `${registry.host}/cache/app`;
    await runCrane(registry, 'copy', `${image}:1`, `${image}:original`);
    await buildkit.build(registry, base(2));
    const configOf = async (tag: string) => {
      const { json } = await getRaw(registry, 'cache/app', tag);
      return { json, config: await getRawBlob(registry, 'cache/app', (json.config as RawDescriptor).digest) };
    };
    const before = await configOf('original');
    expect(before.config).toHaveProperty([CACHE]);

    const plan = await rebaser.rebase({ image: 'cache/app:1', oldBase, newBase: 'cache/lib:1' });
    expect(plan.losses.map(({ kind }) => kind)).toEqual(['build-cache']);
    const after = await configOf('1');
    expect(after.config).not.toHaveProperty([CACHE]);
    expect(after.json.layers).toHaveLength(4);

    // The same image with the cache kept, as tools that pass unknown keys through leave it.
    const kept = { ...after.config, [CACHE]: before.config[CACHE] };
    const { mediaType } = after.json.config as RawDescriptor;
    const config = await putRawBlob(registry, 'cache/app', kept, mediaType);
    await putRaw(registry, 'cache/app', { ...after.json, config }, 'kept');

    const own = await rebuild(oldBase, 'cache/app:original');
    expect(own.cached).toHaveLength(2);
    expect(own.files).toEqual(expect.arrayContaining(['app', 'second']));
    const poisoned = await rebuild(oldBase, 'cache/app:kept');
    expect(poisoned.cached).toHaveLength(2);
    expect(poisoned.files).not.toContain('second');
    const ours = await rebuild(oldBase, 'cache/app:1');
    expect(ours.cached).toEqual([]);
    expect(ours.files).toEqual(expect.arrayContaining(['app', 'second']));
    const validated = await tryCrane(registry, 'validate', '--remote', `${image}:1`);
    expect(validated.status).toBe(0);
  }, 180_000);
});
