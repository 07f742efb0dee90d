import { describe, expect, it } from 'vitest';
import { basedOn, type ImageRecipe, push } from '#lib/registry/memory/image-builder.ts';
import { imageHistory } from '../history/image-history.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { layered } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

const OS = layered(undefined, 'os');
const RUNTIME = layered(OS, 'runtime');
const APP = layered(RUNTIME, 'app');
const EMPTY = basedOn('', '');

async function track({ context, runJobs }: TestFleet, ...references: string[]) {
  const images = await trackImages(context, references, true);
  await runJobs();
  return images.map(({ id }) => id);
}

/** What is said of an image: its base, and how many verdicts there have been. */
async function told(fleet: TestFleet, id: string | undefined) {
  const { verdicts } = await imageHistory(fleet.context, id ?? '');
  const [latest] = verdicts;
  const name = latest?.lineage.links[0]?.base?.name;
  return { base: name?.replace(/^.*\//, ''), status: latest?.lineage.status, verdicts: verdicts.length };
}

/** Pushes images by their names, to one registry after the other where there are several; answers the references. */
async function pushAll(fleet: TestFleet, recipes: Readonly<Record<string, ImageRecipe>>) {
  return Promise.all(
    Object.entries(recipes).map(async ([name, recipe], at) => {
      const { host, registry } = fleet.registries[at % fleet.registries.length] ?? fleet.registry;
      const reference = `${host}/${name}:1`;
      await push(registry, reference, recipe);
      return reference;
    }),
  );
}

describe('the first check of one paste', { timeout: SLOW }, () => {
  const SILENT = { app: APP, runtime: RUNTIME, os: OS };
  const AS_ROOTS = {
    app: APP.annotate(EMPTY),
    runtime: RUNTIME.annotate(EMPTY),
    os: OS.annotate(basedOn('scratch')),
  };

  it.each([
    ['images that say nothing', SILENT, 1],
    ['images with empty annotations', AS_ROOTS, 1],
    ['images that say nothing, in several registries', SILENT, 3],
  ])('of %s says what the next scan says, in whatever order they stand', async (_, recipes, registries) => {
    await using fleet = await openFleet({ registries });
    for (const names of [['app', 'runtime', 'os'] as const, ['os', 'runtime', 'app'] as const]) {
      const references = await pushAll(fleet, Object.fromEntries(names.map((name) => [name, recipes[name]])));
      const ids = await track(fleet, ...references);
      const byName = async () =>
        Object.fromEntries(
          await Promise.all(names.map(async (name, at) => [name, await told(fleet, ids[at])] as const)),
        );
      const first = await byName();
      expect(first).toMatchObject({ app: { base: 'runtime:1' }, runtime: { base: 'os:1' } });
      // If one job checks all of them, there was never another verdict.
      if (registries === 1) expect([first.app?.verdicts, first.runtime?.verdicts]).toEqual([1, 1]);
      fleet.pass(60);
      await scanImages(fleet.context, undefined);
      await fleet.runJobs();
      expect(await byName()).toEqual(first);
      for (const id of ids) await untrackImage(fleet.context, id);
      await fleet.runJobs();
    }
  });
});

it('a label that is gone gives way to layers at the first look already', { timeout: SLOW }, async () => {
  await using fleet = await openFleet();
  const label = basedOn(`${fleet.registry.host}/gone:1`);
  const references = await pushAll(fleet, { app: APP.label(label), runtime: RUNTIME });
  const [app] = await track(fleet, ...references);
  expect(await told(fleet, app)).toEqual({ base: 'runtime:1', status: 'up-to-date', verdicts: 1 });
});

describe('when layers become evidence', { timeout: SLOW }, () => {
  it('the images that asked about them are judged again, and no others', async () => {
    await using fleet = await openFleet();
    const [app = '', other = '', runtime = ''] = await pushAll(fleet, {
      app: APP,
      other: layered(layered(OS, 'other runtime'), 'other'),
      runtime: RUNTIME,
    });
    const [appId, otherId] = await track(fleet, app, other);
    const checkedAt = async (id: string | undefined) => (await getImage(fleet.context, id ?? '')).checkedAt;
    const before = await checkedAt(otherId);
    fleet.pass(60);
    await track(fleet, runtime);
    expect(await told(fleet, appId)).toMatchObject({ base: 'runtime:1', verdicts: 2 });
    expect(await checkedAt(otherId)).toEqual(before);
  });

  it('by a look that somebody asks for, they are scanned', async () => {
    await using fleet = await openFleet();
    const [app = '', runtime = ''] = await pushAll(fleet, { app: APP, runtime: OS });
    const [appId] = await track(fleet, app, runtime);
    expect(await told(fleet, appId)).toMatchObject({ base: 'runtime:1' });
    await push(fleet.registry.registry, runtime, RUNTIME);
    fleet.pass(60);
    await checkImage(fleet.context, { reference: runtime, refresh: true, at: undefined });
    expect(fleet.jobs.map(({ job }) => job.imageIds)).toEqual([[appId]]);
    await fleet.runJobs();
    const { links } = await checkImage(fleet.context, { reference: app, refresh: false, at: undefined });
    expect(links[0]?.base?.platforms[0]?.baseLayers).toBe(2);
  });

  it('an image that could not be checked completely is judged again too', async () => {
    await using fleet = await openFleet();
    const { host, registry, faults } = fleet.registry;
    const label = basedOn(`${host}/secret:1`);
    const [app = '', runtime = ''] = await pushAll(fleet, { app: APP.label(label), runtime: RUNTIME });
    await push(registry, `${host}/secret:1`, OS);
    faults.add({ fault: { kind: 'status', status: 500 }, path: /\/secret\// });
    const [appId] = await track(fleet, app);
    fleet.pass(60);
    await track(fleet, runtime);
    // The label may be right, and is followed; what the layers say stands beside it.
    const [latest] = (await imageHistory(fleet.context, appId ?? '')).verdicts;
    const evidence = latest?.lineage.links[0]?.base?.evidence.map(({ kind, name }) => `${kind} ${name}`);
    expect(evidence).toEqual([`label ${host}/secret:1`, `layers ${runtime}`]);
  });
});
