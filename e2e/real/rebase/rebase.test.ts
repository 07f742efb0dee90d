import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRaw, getRawBlob, putRaw, putRawBlob, type RawDescriptor } from '../registries/raw-requests.ts';
import type { RealRegistry } from '../registries/registries.ts';
import { lookUp } from '../tools/buildah.ts';
import { appendLayers, exportedFile } from '../tools/crane.ts';
import { openRegctl } from '../tools/regctl.ts';
import type { Rebaser } from './setup/product-rebase.ts';
import {
  baseRecipe,
  DOCKER_MANIFEST,
  OCI_MANIFEST,
  openRebaseSetup,
  passes,
  type RebaseSetup,
  rebaseSetupMissing,
} from './setup/rebase-setup.ts';
import { runBundle, tryUnpack, unpack } from './setup/unpack-and-run.ts';

const missing = rebaseSetupMissing();

const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const VERSION = 'org.opencontainers.image.version';
const REVISION = 'org.opencontainers.image.revision';
const BOTH = ['linux/amd64', 'linux/arm64'];

// What a rebase puts is pulled, unpacked and run by programs that share no code with it.
describe.skipIf(missing)(`rebased images${missing === undefined ? '' : ` (${missing})`}`, () => {
  let setup: RebaseSetup;
  let registry: RealRegistry;
  let rebaser: Rebaser;

  beforeAll(async () => {
    setup = await openRebaseSetup();
    ({ registry, rebaser } = setup);
  }, 30_000);
  afterAll(() => setup?.close());

  it('run on the new base, are current, and go back to the byte', async () => {
    const { app, first, second, oldBase } = await setup.buildStale('single');
    const regctl = await openRegctl(registry);
    expect(await setup.prints('single/app:1')).toBe('library 1');
    expect(await regctl(app)).toEqual({ verdict: 'changed' });

    const plan = await rebaser.rebase({ image: 'single/app:1', oldBase, newBase: 'single/lib:1' });
    const result = await lookUp(registry, 'single/app:1');
    expect(result.digest).toBe(plan.toDigest);
    expect(await setup.prints('single/app:1')).toBe('library 2');
    expect(await setup.validate('single/app:1')).toBe(passes('single/app:1'));
    expect(await regctl(result)).toEqual({ verdict: 'matches' });
    const manifest = await getRaw(registry, 'single/app', '1');
    expect(manifest.mediaType).toBe(OCI_MANIFEST);
    expect(manifest.json.annotations).toMatchObject({
      'org.opencontainers.image.base.name': setup.at('single/lib:1'),
      'org.opencontainers.image.base.digest': second.digest,
    });

    const again = await rebaser.plan({
      ...{ image: 'single/app:1', newBase: 'single/lib:1' },
      oldBase: `single/lib@${second.digest}`,
    });
    expect(again).toMatchObject({ kind: 'refused', refusal: { kind: 'already-current' } });
    expect(await rebaser.plan({ image: 'single/app:1', oldBase, newBase: 'single/lib:1' })).toMatchObject({
      kind: 'refused',
      refusal: { kind: 'not-based-on', facts: { base: first.digest } },
    });

    expect(await rebaser.rollBack(plan)).toBe('rolled-back');
    expect((await lookUp(registry, 'single/app:1')).digest).toBe(app.digest);
    expect(await setup.prints('single/app:1')).toBe('library 1');
  }, 60_000);

  it('can be rebased on by crane, which finds the base by what we wrote', async () => {
    const { oldBase } = await setup.buildStale('onward');
    await rebaser.rebase({ image: 'onward/app:1', oldBase, newBase: 'onward/lib:1' });
    await setup.buildBase('onward', 3);
    expect(
      await setup.crane('rebase', '--tag', setup.at('onward/app:crane'), setup.at('onward/app:1')),
    ).toMatchObject({
      status: 0,
    });
    expect(await setup.validate('onward/app:crane')).toBe(passes('onward/app:crane'));
    // crane makes a Docker manifest of an OCI image's layers, which skopeo will not pull; ours is pulled above.
    expect(await setup.typeOf('onward/app', 'crane')).toBe(DOCKER_MANIFEST);
    expect(await exportedFile(setup.workshop, 'onward/app:crane', 'lib/libversion')).toBe('3');
    const [, ...kept] = await setup.layersOf('onward/app', '1');
    expect((await setup.layersOf('onward/app', 'crane')).slice(1)).toEqual(kept);
  }, 60_000);

  it('are what umoci and crane check: they refuse one whose diff IDs are wrong', async () => {
    const { oldBase } = await setup.buildStale('control');
    await rebaser.rebase({ image: 'control/app:1', oldBase, newBase: 'control/lib:1' });
    const { json } = await getRaw(registry, 'control/app', '1');
    const { digest } = json.config as RawDescriptor;
    const config = await getRawBlob(registry, 'control/app', digest);
    const { diff_ids: ids, ...rootfs } = config.rootfs as { type: string; diff_ids: string[] };
    const swapped = { ...config, rootfs: { ...rootfs, diff_ids: ids.toReversed() } };
    const { mediaType } = json.config as RawDescriptor;
    const wrong = await putRawBlob(registry, 'control/app', swapped, mediaType);
    await putRaw(registry, 'control/app', { ...json, config: wrong }, 'wrong');

    const { outcome } = await tryUnpack(setup.workshop, 'control/app:wrong');
    expect(outcome.status).not.toBe(0);
    expect(outcome.stderr).toMatch(/diff ?id/i);
    expect(await setup.validate('control/app:wrong')).toMatch(/^FAIL: /);
    expect(await setup.prints('control/app:1')).toBe('library 2');
  }, 60_000);

  it('are whole indexes, which crane does not rebase', async () => {
    const { app, first, second, oldBase } = await setup.buildStale('several', { platforms: BOTH });
    const refused = await setup.crane(
      ...['rebase', '--old_base', setup.at(oldBase), '--new_base', setup.at('several/lib:1')],
      ...['--tag', setup.at('several/app:crane'), setup.at('several/app:1')],
    );
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain('rebasing an index is not yet supported');

    const plan = await rebaser.rebase({ image: 'several/app:1', oldBase, newBase: 'several/lib:1' });
    expect(plan.platforms.map(({ platform }) => platform).sort()).toEqual(BOTH);
    const result = await lookUp(registry, 'several/app:1');
    expect(result.digest).toBe(plan.toDigest);
    expect(await setup.typeOf('several/app', '1')).toBe(OCI_INDEX);
    expect(Object.keys(result.children)).toEqual(Object.keys(app.children));
    expect(await setup.validate('several/app:1')).toBe(passes('several/app:1'));
    expect(await setup.prints('several/app:1')).toBe('library 2');
    const foreign = await unpack(setup.workshop, 'several/app:1', 'arm64');
    expect(await foreign.read('/arch')).toBe('arm64\n');
    expect(await foreign.read('/lib/libversion')).toBe('2\n');
    for (const platform of BOTH) {
      const [bottom] = await setup.layersOf('several/app', result.children[platform] ?? '');
      const [base] = await setup.layersOf('several/lib', second.children[platform] ?? '');
      const [before] = await setup.layersOf('several/lib', first.children[platform] ?? '');
      expect(bottom).toEqual(base);
      expect(bottom?.digest).not.toBe(before?.digest);
    }
    expect(await rebaser.rollBack(plan)).toBe('rolled-back');
    expect((await lookUp(registry, 'several/app:1')).digest).toBe(app.digest);
  }, 60_000);

  it('follow what they inherited of their base’s annotations, as buildah makes them', async () => {
    const labelled = (version: number, revision: string) =>
      setup.workshop.build({
        ...baseRecipe('heir', version),
        annotations: { [VERSION]: `${version}`, [REVISION]: revision },
      });
    const first = await labelled(1, 'a');
    await setup.buildApp('heir', { annotations: { [REVISION]: 'of the app' } });
    const said = async () => (await getRaw(registry, 'heir/app', '1')).json.annotations;
    expect(await said()).toMatchObject({ [VERSION]: '1', [REVISION]: 'of the app' });
    await labelled(2, 'b');
    const oldBase = `heir/lib@${first.digest}`;
    await rebaser.rebase({ image: 'heir/app:1', oldBase, newBase: 'heir/lib:1' });
    expect(await said()).toMatchObject({ [VERSION]: '2', [REVISION]: 'of the app' });
  }, 60_000);

  it.each(['oci', 'docker'] as const)(
    'take settings and more layers from a base, format %s',
    async (format) => {
      const name = `grown-${format}`;
      const built = { format, layers: true };
      const first = await setup.buildBase(name, 1, {
        ...{ ...built, run: ['echo >/one'], lines: ['ENV COLOUR=red KEPT=base', 'WORKDIR /lib'] },
      });
      await setup.buildApp(name, {
        ...built,
        files: { '/app': 'read -r version </lib/libversion\necho "$version $COLOUR $KEPT $ADDED $PWD"\n' },
        run: ['echo >/two'],
        lines: ['ENV KEPT=app', 'CMD ["/bin/sh", "/app"]'],
      });
      const image = `${name}/app:1`;
      expect(await setup.prints(image)).toBe('1 red app  /lib');
      await setup.buildBase(name, 2, {
        ...{ ...built, run: ['echo >/one', 'echo >/three', 'echo >/four'] },
        lines: ['ENV COLOUR=blue KEPT=base ADDED=new', 'WORKDIR /bin'],
      });
      await rebaser.rebase({ image, oldBase: `${name}/lib@${first.digest}`, newBase: `${name}/lib:1` });
      expect(await setup.prints(image)).toBe('2 blue app new /bin');
      expect(await setup.validate(image)).toBe(passes(image));
      const { json } = await getRaw(registry, `${name}/app`, '1');
      const config = await getRawBlob(registry, `${name}/app`, (json.config as RawDescriptor).digest);
      const history = config.history as { created_by: string; empty_layer?: boolean }[];
      const made = history.filter((entry) => !entry.empty_layer).map((entry) => entry.created_by);
      const told = ['COPY', 'echo >/one', 'echo >/three', 'echo >/four', 'COPY', 'echo >/two'];
      expect(made).toEqual(told.map((step) => expect.stringContaining(step)));
      expect(json.layers).toHaveLength(told.length);
    },
    60_000,
  );

  it('keep a hundred layers in their order', async () => {
    const first = await setup.buildBase('deep', 1);
    await setup.buildApp('deep');
    await appendLayers(setup.workshop, 'deep/app:1', 98);
    const before = await setup.layersOf('deep/app', '1');
    expect(before).toHaveLength(100);
    await setup.buildBase('deep', 2);
    const oldBase = `deep/lib@${first.digest}`;
    const plan = await rebaser.rebase({ image: 'deep/app:1', oldBase, newBase: 'deep/lib:1' });
    expect(plan.platforms[0]?.layersKept).toHaveLength(99);
    const after = await setup.layersOf('deep/app', '1');
    expect(after.slice(1)).toEqual(before.slice(1));
    expect(after[0]).not.toEqual(before[0]);
    expect(await setup.validate('deep/app:1')).toBe(passes('deep/app:1'));
    const bundle = await unpack(setup.workshop, 'deep/app:1');
    // Each layer writes the same file: the last one wins.
    expect(await bundle.read('/opt/layer')).toBe('98\n');
    expect(await runBundle(bundle)).toBe('library 2');
  }, 60_000);
});
