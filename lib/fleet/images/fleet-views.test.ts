import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import type { BaseLoad } from '#lib/store/images/fleet-summary.ts';
import { NotFoundError } from '../errors.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { fleetGraph } from './fleet-graph.ts';
import { adviseBases, summariseFleet } from './fleet-summary.ts';
import { readDocument } from './read-document.ts';
import { WHOLE_GRAPH } from './testing-graph.ts';
import { trackImages } from './track-images.ts';

const openFleet = fleetTests();

/** os ← runtime ← two apps, and a job on the os; the runtime has moved. Apps and job are tracked. */
async function smallFleet(fleet: TestFleet) {
  const os = await pushOn(fleet.registry, 'os:1');
  const runtime = await pushOn(fleet.registry, 'runtime:1', os);
  const apps = [
    await pushOn(fleet.registry, 'app-a:1', runtime),
    await pushOn(fleet.registry, 'app-b:1', runtime),
  ];
  const job = await pushOn(fleet.registry, 'job:1', os);
  await trackImages(
    fleet.context,
    [...apps, job].map(({ reference }) => reference),
    true,
  );
  await fleet.runJobs();
  const before = fleet.context.clock();
  fleet.pass(60);
  await pushOn(fleet.registry, 'runtime:1', os, 'runtime moved');
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
  return { os, runtime, apps, job, before };
}

const names = (nodes: readonly { readonly reference: string }[]) =>
  nodes.map(({ reference }) => reference).sort();

describe('fleetGraph', () => {
  it('draws every tracked image and its base chain, now and at an earlier time', async () => {
    await using fleet = await openFleet();
    const { os, runtime, apps, job, before } = await smallFleet(fleet);
    const graph = await fleetGraph(fleet.context, WHOLE_GRAPH);
    expect(names(graph.nodes)).toEqual(names([os, runtime, ...apps, job]));
    const status = (of: typeof graph, { reference }: { reference: string }) =>
      of.nodes.find((node) => node.reference === reference)?.status;
    expect([apps[0], job].map((each) => each && status(graph, each))).toEqual(['stale', 'up-to-date']);
    const then = await fleetGraph(fleet.context, { ...WHOLE_GRAPH, at: before });
    expect(apps.map((app) => status(then, app))).toEqual(['up-to-date', 'up-to-date']);
    const never = await fleetGraph(fleet.context, { ...WHOLE_GRAPH, at: new Date(0) });
    expect(never.nodes).toEqual([]);
  });

  it('shows what is around one image, so many steps up and down', async () => {
    await using fleet = await openFleet();
    const { os, runtime, apps, job } = await smallFleet(fleet);
    const around = async (reference: string, bases: number, dependents: number) =>
      names((await fleetGraph(fleet.context, { ...WHOLE_GRAPH, focus: reference, bases, dependents })).nodes);
    expect(await around(runtime.reference, 0, 1)).toEqual(names([runtime, ...apps]));
    expect(await around(runtime.reference, 1, 0)).toEqual(names([os, runtime]));
    expect(await around(os.reference, 0, 8)).toEqual(names([os, runtime, ...apps, job]));
    const stranger = fleetGraph(fleet.context, { ...WHOLE_GRAPH, focus: 'docker.io/library/nobody:1' });
    await expect(stranger).rejects.toThrow(NotFoundError);
    await expect(fleetGraph(fleet.context, { ...WHOLE_GRAPH, filter: 'status:purple' })).rejects.toThrow(
      /purple/,
    );
  });
});

describe('summariseFleet', () => {
  it('counts by status and by base, and names what to rebase first', async () => {
    await using fleet = await openFleet();
    const { os, runtime, apps } = await smallFleet(fleet);
    const summary = await summariseFleet(fleet.context, undefined);
    expect(summary).toMatchObject({
      total: 3,
      byStatus: { stale: 2, 'up-to-date': 1, broken: 0, pending: 0 },
      bases: [
        { name: runtime.reference, stale: 2, images: 2 },
        { name: os.reference, stale: 0, images: 1, movedAt: null },
      ],
      advice: { bases: [runtime.reference], fixes: 2, stale: 2 },
      mentioned: { images: 0, running: 0, staleRunning: 0, cannotPull: 0 },
      sampleOpen: false,
    });
    expect(summary.lastScanAt).toBeInstanceOf(Date);
    expect(await summariseFleet(fleet.context, `"${apps[0]?.reference.split('/')[1]}"`)).toMatchObject({
      total: 1,
      byStatus: { stale: 1 },
    });
  });

  it('of nothing is nothing', async () => {
    await using fleet = await openFleet();
    expect(await summariseFleet(fleet.context, undefined)).toMatchObject({
      total: 0,
      bases: [],
      advice: null,
      lastScanAt: null,
    });
  });

  it.each<[string, readonly [string, number][], ReturnType<typeof adviseBases>]>([
    ['nothing waits', [['a', 0]], null],
    [
      'one base',
      [
        ['a', 4],
        ['b', 0],
      ],
      { bases: ['a'], fixes: 4, stale: 4 },
    ],
    [
      'the most first, three at most',
      [
        ['a', 1],
        ['b', 9],
        ['c', 3],
        ['d', 2],
      ],
      { bases: ['b', 'c', 'd'], fixes: 14, stale: 15 },
    ],
  ])('advises where %s', (_, stale, expected) => {
    const loads = stale.map(([name, count]): BaseLoad => ({ name, stale: count, images: 10, movedAt: null }));
    expect(adviseBases(loads)).toEqual(expected);
  });
});

describe('readDocument', () => {
  it('returns the documents that a verdict has read, byte for byte, and no others', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    await expect(readDocument(fleet.context, app.digest)).rejects.toThrow(NotFoundError);
    await trackImages(fleet.context, [app.reference], true);
    await fleet.runJobs();
    const document = await readDocument(fleet.context, app.digest);
    expect(digestOf(document.raw)).toBe(app.digest);
    expect(document.json).toMatchObject({ schemaVersion: 2 });
    const layer: Digest | undefined = app.recipe.parts.layers[0]?.digest;
    await expect(readDocument(fleet.context, layer ?? app.digest)).rejects.toThrow(NotFoundError);
  });
});
