import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionTo, dockerHubAt } from '../registries/connection.ts';
import { deleteRaw, getRaw } from '../registries/raw-requests.ts';
import { annotate, baseWords, DIGEST, label, NAME } from '../tools/annotate.ts';
import { lookUp } from '../tools/buildah.ts';
import { type BuildKit, buildkitMissing, startBuildkit } from '../tools/buildkit.ts';
import { type AskRegctl, openRegctl } from '../tools/regctl.ts';
import { recompress } from '../tools/skopeo.ts';
import { comparedRows } from './compare/compared-rows.ts';
import { type Row, table, writePage } from './compare/comparison-table.ts';
import { NO_ANNOTATIONS, NO_INDEX, UNPULLABLE, wordsOf } from './compare/crane.ts';
import { evidenceOf, expectedResult, type Round } from './compare/rebase-and-compare.ts';
import { buildPairAsLifecycle, LIFECYCLE, RUN_IMAGE, runImageOf } from './images/buildpacks.ts';
import { buildPairWithUmoci } from './images/umoci.ts';
import { type RebaseService, startRebaseService } from './setup/rebase-service.ts';
import { appRecipe, openRebaseSetup, type RebaseSetup, rebaseSetupMissing } from './setup/rebase-setup.ts';
import { unpack } from './setup/unpack-and-run.ts';

const missing = rebaseSetupMissing();
const BOTH = ['linux/amd64', 'linux/arm64'];
/** What regctl says of an image without annotations. */
const UNSEEN = 'error: image does not have a base annotation, base image must be provided';
/** crane, which finds no base by itself where no annotation names one. */
const given = (result: string) => ({ alone: NO_ANNOTATIONS, given: result });

// The service finds the base itself; its result is pulled, unpacked and run by programs that share no code with it.
describe.skipIf(missing)(`rebased by the service${missing === undefined ? '' : ` (${missing})`}`, () => {
  let setup: RebaseSetup;
  let buildkit: BuildKit | undefined;
  let service: RebaseService;
  let regctl: AskRegctl;
  const rows: Row[] = [];
  const { go, refused } = comparedRows(rows, () => ({ setup, service, regctl }));

  beforeAll(async () => {
    setup = await openRebaseSetup(['docker.io']);
    const { registry, at } = setup;
    regctl = await openRegctl(registry);
    if (buildkitMissing() === undefined) buildkit = await startBuildkit([registry]);
    service = await startRebaseService({
      registries: [connectionTo(registry), dockerHubAt(registry)],
      allow: [at('*/app'), 'docker.io/hub/*'],
      bases: [{ image: at('declared/*'), base: at('declared/lib:1') }],
    });
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await buildkit?.stop();
    await setup?.close();
  });

  it('known by the annotation that buildah writes', async () => {
    await setup.buildBase('single', 1);
    await setup.buildApp('single');
    expect(await go('buildah’s annotation', 'single')).toEqual(
      expectedResult('annotation at manifest, verified', { alone: UNPULLABLE, given: UNPULLABLE }),
    );
  }, 60_000);

  it('of two platforms', async () => {
    await setup.buildBase('several', 1, { platforms: BOTH });
    await setup.buildApp('several', { platforms: BOTH });
    const move = () => setup.buildBase('several', 2, { platforms: BOTH });
    const check = async () => {
      const foreign = await unpack(setup.workshop, 'several/app:1', 'arm64');
      expect(await foreign.read('/arch')).toBe('arm64\n');
      expect(await foreign.read('/lib/libversion')).toBe('2\n');
    };
    expect(await go('two platforms', 'several', { move, check })).toEqual(
      expectedResult('annotation at manifest, verified', { alone: NO_INDEX, given: NO_INDEX }),
    );
  }, 60_000);

  it('made by umoci, known by its layers alone', async () => {
    const { move } = await buildPairWithUmoci(setup.workshop, 'umoci');
    expect(await go('umoci, no word of a base', 'umoci', { move })).toEqual(
      expectedResult('layers at fleet, verified', given(UNPULLABLE)),
    );
  }, 60_000);

  it('made by umoci, then annotated by Baseboard', async () => {
    const { app, move } = await buildPairWithUmoci(setup.workshop, 'said');
    const base = await lookUp(setup.registry, 'said/lib:1');
    await service.track(base.reference, app.reference);
    expect((await regctl(app)).verdict).toBe('error');
    const plan = await service.plan(app.reference, { annotate: true });
    expect(await service.apply(plan)).toMatchObject({ kind: 'annotate', state: 'succeeded' });
    const annotated = await lookUp(setup.registry, 'said/app:1');
    expect(annotated.digest).toBe(plan.toDigest);
    expect(await regctl(annotated)).toEqual({ verdict: 'matches' });
    const { annotations } = await wordsOf(setup, 'said/app:1');
    expect(annotations).toEqual({ [NAME]: base.reference, [DIGEST]: base.digest });
    const layers = (digest: string) => setup.layersOf('said/app', digest);
    expect(await layers(annotated.digest)).toEqual(await layers(app.digest));

    expect(await go('umoci, annotated by Baseboard', 'said', { move })).toEqual(
      expectedResult('annotation at manifest, verified', { alone: UNPULLABLE, given: UNPULLABLE }),
    );
  }, 60_000);

  const misnamed = `${DIGEST} still names the old base`;
  it.each<[string, string, 'oci' | 'docker', string, string, string]>([
    ['labels, OCI', 'labels', 'oci', 'label at config', `${UNPULLABLE}; ${misnamed}`, 'matches'],
    ['labels, Docker', 'labels-docker', 'docker', 'label at config', `library 2; ${misnamed}`, UNSEEN],
    ['Docker, no word of a base', 'silent', 'docker', 'layers at fleet', 'library 2', UNSEEN],
  ])(
    'say it in their own format: %s',
    async (title, name, format, by, crane, checkBase) => {
      const labelled = by === 'label at config';
      const base = await setup.buildBase(name, 1, { format });
      const built = await setup.buildApp(name, { format });
      if (labelled) await label(setup.registry, built, '1', baseWords(base.reference, base.digest));
      const move = () => setup.buildBase(name, 2, { format });
      const check = async () => {
        const { digest } = await lookUp(setup.registry, `${name}/lib:1`);
        const { labels, annotations } = await wordsOf(setup, `${name}/app:1`);
        // Labels say it, where they did or nothing else can; annotations wherever there can be any.
        expect(labels).toMatchObject(baseWords(base.reference, digest));
        expect(annotations).toEqual(format === 'oci' ? baseWords(base.reference, digest) : {});
      };
      expect(await go(title, name, { move, check })).toEqual(
        expectedResult(`${by}, verified`, given(crane), checkBase),
      );
    },
    60_000,
  );

  it('known by the label of buildpacks, which is kept in the lifecycle’s own format', async () => {
    const { base } = await buildPairAsLifecycle(setup, 'packs');
    const { topLayer, reference } = await runImageOf(setup, base);
    const before = (await wordsOf(setup, 'packs/app:1')).labels[LIFECYCLE] ?? '';
    const move = () => setup.buildBase('packs', 2, RUN_IMAGE);
    const check = async () => {
      const run = await runImageOf(setup, await lookUp(setup.registry, 'packs/lib:1'));
      const { labels, annotations } = await wordsOf(setup, 'packs/app:1');
      const expected = before.replace(topLayer, run.topLayer).replace(reference, run.reference);
      expect(labels).toEqual({
        ...RUN_IMAGE.labels,
        [LIFECYCLE]: expected,
        'io.buildah.version': expect.any(String),
      });
      expect(annotations).toEqual({});
    };
    expect(await go('buildpacks’ label', 'packs', { move, check, old: [topLayer] })).toEqual(
      expectedResult(
        'buildpacks at config, verified',
        given(`library 2; ${LIFECYCLE} still names the old base`),
        UNSEEN,
      ),
    );
  }, 60_000);

  it('not where buildpacks forbid it', async () => {
    const { base, app } = await buildPairAsLifecycle(setup, 'forbidden', {
      'io.buildpacks.rebasable': 'false',
    });
    await service.track(base.reference, app.reference);
    await setup.buildBase('forbidden', 2, RUN_IMAGE);
    expect(await refused('buildpacks, not rebasable', 'forbidden/app:1')).toEqual({
      kind: 'not-rebasable',
      detail: expect.stringContaining('io.buildpacks.rebasable'),
      crane: NO_ANNOTATIONS,
    });
  }, 60_000);

  it(`known by BuildKit’s provenance${buildkitMissing() ? ` (${buildkitMissing()})` : ''}`, async (context) => {
    if (buildkit === undefined) return context.skip(buildkitMissing());
    await setup.buildBase('proven', 1, { platforms: BOTH });
    const recipe = { ...appRecipe('proven'), platforms: BOTH };
    await buildkit.build(setup.registry, recipe, { mode: 'max' });
    const move = () => setup.buildBase('proven', 2, { platforms: BOTH });
    const check: Round['check'] = async ({ losses }) => {
      // What was attested of the old children is not so of the new ones.
      expect(losses.map(({ kind }) => kind)).toEqual(['attestation', 'attestation']);
      const { json } = await getRaw(setup.registry, 'proven/app', '1');
      expect(json.manifests).toHaveLength(BOTH.length);
    };
    expect(await go('BuildKit’s provenance', 'proven', { move, check })).toEqual(
      expectedResult('provenance at attestation, verified', { alone: NO_INDEX, given: NO_INDEX }),
    );
  }, 60_000);

  it('declared by the operator, of an image that says nothing on a base that nobody tracks', async () => {
    await setup.buildBase('declared', 1);
    await annotate(setup.registry, await setup.buildApp('declared'), '1', {});
    const first = await service.lineage(setup.at('declared/app:1'));
    expect(evidenceOf(first)).toBe('declared at operator, verified');
    // Once seen, the base is known by its layers.
    expect(await go('declared by the operator', 'declared', { baseUntracked: true })).toEqual(
      expectedResult('layers at fleet, verified', given(UNPULLABLE)),
    );
  }, 60_000);

  it.each([
    { repository: 'mirrored', base: 'library/lib:1', hosts: { baseHost: 'docker.io' } },
    { repository: 'hub', base: 'hub/lib:1', hosts: { baseHost: 'docker.io', appHost: 'docker.io' } },
  ])(
    'on docker.io/$base, which a mirror serves',
    async ({ repository, base, hosts }) => {
      const [owner = ''] = base.split('/');
      await setup.buildBase(owner, 1);
      await setup.buildApp(repository, { from: `docker.io/${base}`, qualified: true });
      const check: Round['check'] = async (plan) => {
        expect([plan.oldBase.name, plan.newBase.name]).toEqual([`docker.io/${base}`, `docker.io/${base}`]);
        const { annotations } = await wordsOf(setup, `${repository}/app:1`);
        expect(annotations[NAME]).toBe(`docker.io/${base}`);
      };
      // crane knows no mirrors: alone, it would request the real docker.io.
      const round = {
        base,
        ...hosts,
        check,
        move: () => setup.buildBase(owner, 2),
        crane: 'bases-given',
      } as const;
      expect(await go(`docker.io/${base} by a mirror`, repository, round)).toEqual(
        expectedResult('annotation at manifest, verified', { given: UNPULLABLE }),
      );
    },
    60_000,
  );

  it.each([
    { how: 'kept', reason: 'layer 0 mismatch' },
    { how: 'deleted', reason: 'MANIFEST_UNKNOWN' },
  ])(
    'on an old base compressed anew and $how, known by what its tag was',
    async ({ how, reason }) => {
      const name = `zstd-${how}`;
      await setup.buildBase(name, 1);
      await annotate(setup.registry, await setup.buildApp(name), '1', {});
      const base = await recompress(setup.workshop, `${name}/lib:1`, `${name}/lib:1`);
      const move = async () => {
        await setup.buildBase(name, 2);
        if (how === 'deleted') await deleteRaw(setup.registry, `${name}/lib`, base.digest);
      };
      expect(await go(`old base in zstd, ${how}`, name, { move })).toEqual(
        expectedResult('layers at fleet, verified-recompressed', given(`refuses: ${reason}`)),
      );
    },
    60_000,
  );

  it('built on a stage that was never pushed, which its layers see through', async () => {
    await setup.buildBase('stage', 1);
    await setup.buildApp('stage', { stage: true });
    expect(await go('FROM a stage', 'stage')).toEqual(
      expectedResult('annotation at manifest, verified', {
        alone: 'refuses: MANIFEST_UNKNOWN',
        given: UNPULLABLE,
      }),
    );
  }, 60_000);

  it('not on a stage where nobody saw the base before it moved', async () => {
    await setup.buildBase('unseen', 1);
    await setup.buildApp('unseen', { stage: true });
    await setup.buildBase('unseen', 2);
    await service.track(setup.at('unseen/app:1'));
    expect(await refused('FROM a stage, seen too late', 'unseen/app:1')).toEqual({
      kind: 'base-gone',
      detail: expect.stringContaining('its layers are not known'),
      crane: 'refuses: MANIFEST_UNKNOWN',
    });
  }, 60_000);

  it('not where it is squashed', async () => {
    const base = await setup.buildBase('squashed', 1);
    const app = await setup.buildApp('squashed', { squash: true });
    await service.track(base.reference, app.reference);
    await setup.buildBase('squashed', 2);
    expect(await refused('squashed', 'squashed/app:1')).toEqual({
      kind: 'unverifiable',
      detail: expect.stringContaining('squashed'),
      crane: 'refuses: layer 0 mismatch',
    });
  }, 60_000);

  it('where crane finds no base, or leaves what cannot be pulled or says what is not so', async () => {
    const text = table(rows);
    process.stdout.write(`\n${text}\n`);
    if (process.env.BASEBOARD_WRITE_DOCS === '1') await writePage(text);
    expect(rows).toHaveLength(buildkit === undefined ? 17 : 18);
    const good = rows.filter(({ crane: { alone, given } }) => [alone, given].includes('library 2'));
    expect(good.map(({ title }) => title)).toEqual(['Docker, no word of a base']);
  });
});
