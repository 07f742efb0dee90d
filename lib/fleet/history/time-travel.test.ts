import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lineage } from '#lib/lineage/verdict/lineage.ts';
import { NotFoundError } from '../errors.ts';
import { fleetGraph } from '../images/fleet-graph.ts';
import { summariseFleet } from '../images/fleet-summary.ts';
import { getImage, listImages } from '../images/list-images.ts';
import { WHOLE_GRAPH } from '../images/testing-graph.ts';
import { trackImages } from '../images/track-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { TimeRequestError } from '../requested-time.ts';
import { closeSampleFleet, openSampleFleet } from '../sample/open-sample-fleet.ts';
import { checkImage } from '../scan/check-image.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { type Pushed, pushOn, untag } from '../testing-images.ts';
import { fleetMoments, whatChanged } from './fleet-changes.ts';
import { fleetTrend } from './fleet-trend.ts';
import { imageHistory } from './image-history.ts';

const openFleet = fleetTests();
const LIST = { sort: 'reference', descending: false, limit: 100, cursor: undefined } as const;
const FILTERS = [undefined, 'status:stale', '-status:up-to-date base:*os*', 'ancestor:*os*'];
const APPS = ['app-0:1', 'app-1:1', 'app-2:1'];

/** History stores when a verdict was reached, not when it was last confirmed. */
const told = ({ checkedAt: _, ...lineage }: Lineage) => lineage;

/** Everything the fleet answers of itself, as of a moment or now. */
async function everything({ context, registry: { host } }: TestFleet, at: Date | undefined) {
  const views = await Promise.all(
    FILTERS.map(async (filter) => {
      const { items, total } = await listImages(context, { ...LIST, filter, at });
      const summary = await summariseFleet(context, filter, at);
      const graph = await fleetGraph(context, { ...WHOLE_GRAPH, filter, at });
      return { items: items.map(({ checkedAt: _, ...image }) => image), total, summary, graph };
    }),
  );
  const tracked = new Set(views[0]?.items.map(({ reference }) => reference));
  const lineages = await Promise.all(
    APPS.map((app) => `${host}/${app}`).map(async (reference) => {
      const lineage = checkImage(context, { reference, refresh: false, at });
      // One that is not tracked is resolved now, and was not known then.
      return tracked.has(reference)
        ? told(await lineage)
        : lineage.then(
            () => null,
            () => null,
          );
    }),
  );
  return { lineages, views };
}

const act = fc.oneof(
  fc.record({ kind: fc.constant('track' as const), app: fc.constantFrom(...APPS) }),
  fc.record({ kind: fc.constant('untrack' as const), app: fc.constantFrom(...APPS) }),
  fc.record({ kind: fc.constant('move' as const), base: fc.constantFrom('os:1', 'runtime:1') }),
  fc.record({ kind: fc.constant('rebuild' as const), app: fc.constantFrom(...APPS) }),
  fc.record({ kind: fc.constant('lose' as const), base: fc.constantFrom('os:1', 'runtime:1') }),
);

it('answers of a moment what it answered at that moment, whatever came after', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 7 }), async (acts) => {
      await using fleet = await openFleet();
      const { context, registry } = fleet;
      const { host } = registry;
      const bases = new Map<string, Pushed>();
      bases.set('os:1', await pushOn(registry, 'os:1'));
      bases.set('runtime:1', await pushOn(registry, 'runtime:1', bases.get('os:1')));
      for (const [index, app] of APPS.entries())
        await pushOn(registry, app, bases.get(index === 0 ? 'os:1' : 'runtime:1'));
      await trackImages(context, [`${host}/${APPS[0]}`], true);
      await fleet.runJobs();
      const answers: { at: Date; answer: Awaited<ReturnType<typeof everything>> }[] = [];
      for (const [step, each] of acts.entries()) {
        fleet.pass(60);
        await perform(fleet, bases, each, step);
        await scanImages(context, undefined);
        await fleet.runJobs();
        answers.push({ at: context.clock(), answer: await everything(fleet, undefined) });
      }
      fleet.pass(60);
      for (const { at, answer } of answers) expect(await everything(fleet, at)).toEqual(answer);
    }),
    { numRuns: 12 },
  );
});

async function perform(
  { context, registry, registry: { host } }: TestFleet,
  bases: Map<string, Pushed>,
  each: typeof act extends fc.Arbitrary<infer T> ? T : never,
  step: number,
) {
  switch (each.kind) {
    case 'track':
      return trackImages(context, [`${host}/${each.app}`], true);
    case 'untrack': {
      const { items } = await listImages(context, { ...LIST, filter: `repo:${each.app.split(':')[0]}` });
      for (const { id } of items) await untrackImage(context, id);
      return;
    }
    case 'move': {
      const below = each.base === 'runtime:1' ? bases.get('os:1') : undefined;
      return bases.set(each.base, await pushOn(registry, each.base, below, `${each.base} ${step}`));
    }
    case 'rebuild':
      return pushOn(registry, each.app, bases.get('runtime:1'), `${each.app} ${step}`);
    case 'lose':
      return untag(registry, each.base);
  }
}

/** An app on a base, tracked and scanned; the base moves a minute later; the app is untracked after another. */
async function shortLife(fleet: TestFleet) {
  const os = await pushOn(fleet.registry, 'os:1');
  const app = await pushOn(fleet.registry, 'app:1', os);
  const before = fleet.context.clock();
  fleet.pass(60);
  const [tracked] = await trackImages(fleet.context, [app.reference], true);
  const pending = fleet.context.clock();
  fleet.pass(60);
  await fleet.runJobs();
  const fresh = fleet.context.clock();
  fleet.pass(60);
  await pushOn(fleet.registry, 'os:1', undefined, 'os moved');
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
  const stale = fleet.context.clock();
  fleet.pass(60);
  return { os, app, id: tracked?.id ?? '', before, pending, fresh, stale };
}

describe('the past', { timeout: SLOW }, () => {
  it('of an image: not tracked, not checked, fresh, stale, untracked', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const { app, id, before, pending, fresh, stale } = await shortLife(fleet);
    await untrackImage(context, id);
    const ask = (at: Date) => checkImage(context, { reference: app.reference, refresh: false, at });
    await expect(ask(before)).rejects.toThrow(/was not tracked at/);
    await expect(ask(pending)).rejects.toThrow(/No scan had checked/);
    expect((await ask(fresh)).links[0]?.base).toMatchObject({ freshness: 'up-to-date', behindSince: null });
    expect((await ask(stale)).links[0]?.base).toMatchObject({
      freshness: 'stale',
      behindSince: expect.any(String),
    });
    await expect(ask(context.clock())).rejects.toThrow(NotFoundError);
    await expect(getImage(context, id)).rejects.toThrow(NotFoundError);
    expect(await getImage(context, id, pending)).toMatchObject({ status: 'pending', checkedAt: null });
    expect(await getImage(context, id, stale)).toMatchObject({ status: 'stale', reference: app.reference });
    await expect(getImage(context, id, before)).rejects.toThrow(/was tracked at/);
    const { verdicts } = await imageHistory(context, id, stale);
    expect(verdicts.map(({ lineage }) => lineage.status)).toEqual(['stale', 'up-to-date']);
  });

  it('of one that is tracked again has both lives, and the gap between them', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const { app, id, stale } = await shortLife(fleet);
    await untrackImage(context, id);
    const gap = context.clock();
    fleet.pass(60);
    await trackImages(context, [app.reference], true);
    await fleet.runJobs();
    const total = async (at?: Date) => (await summariseFleet(context, undefined, at)).total;
    expect([await total(stale), await total(gap), await total()]).toEqual([1, 0, 1]);
    const { items } = await whatChanged(context, { from: stale, limit: 100 });
    expect(items.map((change) => change.kind)).toEqual(['status', 'tracked', 'forgotten']);
  });

  it('of the sample fleet is removed with it', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const { stale } = await shortLife(fleet);
    await openSampleFleet(context);
    const long = new Date(context.clock().getTime() - 30 * 24 * 3600 * 1000);
    expect((await summariseFleet(context, undefined, long)).total).toBeGreaterThan(30);
    await closeSampleFleet(context);
    expect((await summariseFleet(context, undefined, long)).total).toBe(0);
    expect((await summariseFleet(context, undefined, stale)).total).toBe(1);
    const { moments } = await fleetMoments(context, 'is:sample', 100);
    expect(moments).toEqual([]);
  });

  it('is in a base’s trend, and in the moments at which something changed', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const { os, fresh, stale } = await shortLife(fleet);
    const trend = await fleetTrend(context, { base: os.reference, from: fresh, to: stale, points: 2 });
    expect(trend.map(({ counts }) => [counts['up-to-date'], counts.stale])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    const elsewhere = await fleetTrend(context, { base: 'debian:12', points: 3 });
    expect(elsewhere.flatMap(({ counts }) => Object.values(counts))).not.toContain(1);
    const { moments, first } = await fleetMoments(context, undefined, 10);
    expect(moments.map(({ changes }) => changes)).toEqual([1, 1, 1]);
    expect(first).toBeInstanceOf(Date);
    const { totals } = await whatChanged(context, { from: fresh, limit: 10 });
    expect(totals).toEqual({
      ...{ digests: 0, bases: 1, tracked: 0, forgotten: 0 },
      became: [{ baseName: os.reference, status: 'stale', images: 1 }],
    });
  });

  it('of nothing is nothing, and what is to come cannot be told', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const trend = await fleetTrend(context, { points: 4 });
    expect(trend).toHaveLength(4);
    expect(trend.flatMap(({ counts }) => Object.values(counts)).every((images) => images === 0)).toBe(true);
    expect(await fleetMoments(context, undefined, 10)).toEqual({ moments: [], first: null });
    const past = new Date(context.clock().getTime() - 60_000);
    const future = new Date(context.clock().getTime() + 60_000);
    await expect(summariseFleet(context, undefined, future)).rejects.toThrow(/in the future/);
    await expect(fleetGraph(context, { ...WHOLE_GRAPH, at: future })).rejects.toThrow(TimeRequestError);
    await expect(listImages(context, { ...LIST, filter: undefined, at: future })).rejects.toThrow(
      TimeRequestError,
    );
    await expect(checkImage(context, { reference: 'debian:12', refresh: false, at: future })).rejects.toThrow(
      TimeRequestError,
    );
    await expect(fleetTrend(context, { to: future, points: 2 })).rejects.toThrow(/^to is/);
    await expect(whatChanged(context, { from: past, to: past, limit: 1 })).rejects.toThrow(/not before to/);
    await expect(whatChanged(context, { from: future, limit: 1 })).rejects.toThrow(
      /^from is .* in the future/,
    );
  });
});
