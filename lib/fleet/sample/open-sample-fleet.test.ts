import { describe, expect, it } from 'vitest';
import { STATUS, type Status } from '#lib/lineage/vocabulary/status.ts';
import { absences, layerStacks, observations } from '#lib/store/schema/registry-facts.ts';
import { sampleWrites } from '#lib/store/schema/service.ts';
import { fleetGraph } from '../images/fleet-graph.ts';
import { summariseFleet } from '../images/fleet-summary.ts';
import { listImages } from '../images/list-images.ts';
import { WHOLE_GRAPH } from '../images/testing-graph.ts';
import { trackImages } from '../images/track-images.ts';
import { checkImage } from '../scan/check-image.ts';
import { workOff } from '../schedule/testing.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { closeSampleFleet, moveSampleBase, openSampleFleet, sampleFleetState } from './open-sample-fleet.ts';
import { SAMPLE_HOST, sample } from './recipes.ts';
import { buildSampleFleet } from './sample-fleet.ts';
import { closeSampleRegistry, openSampleRegistry } from './sample-registry.ts';

const openFleet = fleetTests();
const DAY_MS = 24 * 3600 * 1000;
const ALL = {
  filter: undefined,
  sort: 'reference',
  descending: false,
  limit: 200,
  cursor: undefined,
} as const;

describe('the sample fleet', { timeout: SLOW }, () => {
  it('opens judged: each image with the status it is there to show, every status among them', async () => {
    await using fleet = await openFleet();
    const state = await openSampleFleet(fleet.context);
    const { images } = await buildSampleFleet();
    expect(state).toEqual({ open: true, images: images.length });
    const { items } = await listImages(fleet.context, ALL);
    const shown = Object.fromEntries(items.map(({ reference, status }) => [reference, status]));
    expect(shown).toEqual(Object.fromEntries(images.map((image) => [image.reference, image.expected])));
    const { byStatus, total, sampleOpen } = await summariseFleet(fleet.context, undefined);
    const empty = STATUS.filter((status) => byStatus[status] === 0);
    expect({ empty, total, sampleOpen }).toEqual({
      empty: ['pending'],
      total: images.length,
      sampleOpen: true,
    });
    expect(fleet.sampleMoves()).toBe(1);
    expect(fleet.counter.count()).toBe(0);
  });

  it('has its past although other processes request what is due meanwhile', async () => {
    await using fleet = await openFleet();
    const other = fleet.restarted();
    const opening = new AbortController();
    const working = (async () => {
      while (!opening.signal.aborted) await workOff(other);
    })();
    await openSampleFleet(fleet.context);
    opening.abort();
    await working;
    const { items } = await listImages(fleet.context, ALL);
    const stale = items.filter(({ status }) => status === 'stale');
    const yesterday = Date.now() - DAY_MS;
    expect(stale.filter(({ behindSince }) => (behindSince?.getTime() ?? 0) > yesterday)).toEqual([]);
    expect(stale.length).toBeGreaterThan(9);
  });

  it('tells of each stale image since when, by its base’s past', async () => {
    await using fleet = await openFleet();
    await openSampleFleet(fleet.context);
    const { items } = await listImages(fleet.context, { ...ALL, filter: 'status:stale' });
    expect(items.filter(({ behindSince }) => behindSince === null)).toEqual([]);
    const days = async (path: string) => {
      const lineage = await checkImage(fleet.context, {
        reference: sample(path),
        refresh: false,
        at: undefined,
      });
      const since = Date.parse(lineage.links[0]?.base?.behindSince ?? '');
      return Math.round((fleet.context.clock().getTime() - since) / DAY_MS);
    };
    expect(await days('edge/sensor-hub:6')).toBe(5);
    expect(await days('edge/dns-cache:1.1')).toBe(12);
  });

  it('moves a base while someone watches: its dependents become stale, and events say so', async () => {
    await using fleet = await openFleet();
    await openSampleFleet(fleet.context);
    const before = await statuses();
    fleet.pass(45);
    await moveSampleBase(fleet.context);
    await fleet.runJobs();
    const after = await statuses();
    const turned = [...after].filter(([reference, status]) => before.get(reference) !== status);
    expect(turned.length).toBeGreaterThan(0);
    expect(new Set(turned.map(([, status]) => status))).toEqual(new Set(['stale']));
    const told = (await fleet.settle()).flatMap((event) =>
      event.type === 'verdict' && (event.previousStatus ?? event.status) !== event.status ? [event] : [],
    );
    expect(told.map(({ reference }) => reference).sort()).toEqual(
      turned.map(([reference]) => reference).sort(),
    );
    expect(new Set(told.map(({ status }) => status))).toEqual(new Set(['stale']));

    async function statuses(): Promise<Map<string, Status>> {
      const { items } = await listImages(fleet.context, ALL);
      return new Map(items.map(({ reference, status }) => [reference, status]));
    }
  });

  it('opened twice is opened once, also by two at the same time', async () => {
    await using fleet = await openFleet();
    const [first, second] = await Promise.all([
      openSampleFleet(fleet.context),
      openSampleFleet(fleet.restarted()),
    ]);
    const third = await openSampleFleet(fleet.context);
    const { images } = await buildSampleFleet();
    expect(third).toEqual({ open: true, images: images.length });
    expect([first.open, second.open]).toEqual([true, true]);
    const summary = await summariseFleet(fleet.context, undefined);
    expect([summary.total, summary.byStatus.pending]).toEqual([images.length, 0]);
  });

  it('moves no base of a fleet that was closed and opened again', async () => {
    await using fleet = await openFleet();
    const { db } = fleet.context;
    const first = await openSampleRegistry(db);
    await closeSampleRegistry(db);
    const second = await openSampleRegistry(db);
    await moveSampleBase(fleet.context, first);
    expect(await db.$count(sampleWrites)).toBe(0);
    await moveSampleBase(fleet.context, second);
    expect(await db.$count(sampleWrites)).toBe(1);
  });

  it('closes with nothing of it left, and leaves what else is tracked', async () => {
    await using fleet = await openFleet();
    const own = await pushOn(fleet.registry, 'own:1');
    await trackImages(fleet.context, [own.reference], true);
    await fleet.runJobs();
    await openSampleFleet(fleet.context);
    await moveSampleBase(fleet.context);
    await closeSampleFleet(fleet.context);
    await fleet.runJobs();
    expect(await sampleFleetState(fleet.context)).toEqual({ open: false, images: 0 });
    const { db } = fleet.context;
    const left = [
      ...(await db.select().from(observations)).map(({ tag }) => tag),
      ...(await db.select().from(layerStacks)).map(({ reference }) => reference),
      ...(await db.select().from(absences)).map(({ repository }) => repository),
    ];
    expect(left.filter((name) => name.startsWith(SAMPLE_HOST))).toEqual([]);
    expect(left).toContain(own.reference);
    expect(await db.$count(sampleWrites)).toBe(0);
    expect((await listImages(fleet.context, ALL)).items.map(({ reference }) => reference)).toEqual([
      own.reference,
    ]);
    const graph = await fleetGraph(fleet.context, WHOLE_GRAPH);
    expect(graph.nodes.map(({ reference }) => reference)).toEqual([own.reference]);
    await openSampleFleet(fleet.context);
    const summary = await summariseFleet(fleet.context, 'is:sample');
    expect(summary.total).toBe((await buildSampleFleet()).images.length);
  });
});
