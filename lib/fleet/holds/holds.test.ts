import { describe, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import { listAccess } from '#lib/store/access/audit-log.ts';
import { readStatusTrend } from '#lib/store/history/status-trend.ts';
import { applyHolds } from '#lib/store/holds/apply-holds.ts';
import { countOverdue } from '#lib/store/images/sla-counts.ts';
import { whatChanged } from '../history/fleet-changes.ts';
import { fleetGraph } from '../images/fleet-graph.ts';
import { listImages } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { getHolds, type HoldTarget, type HoldTerms, removeHold, setHold } from './set-hold.ts';

const openFleet = fleetTests();
const ADA = { name: 'ada', address: '192.0.2.1' };
const FOR_GOOD: HoldTerms = { until: null, untilNextDigest: false, reason: 'end of life' };
const DAY = 86_400;

/** os ← runtime ← shop; os ← bank. All but the os are tracked and checked. */
async function smallFleet(fleet: TestFleet) {
  const os = await pushOn(fleet.registry, 'os:1');
  const runtime = await pushOn(fleet.registry, 'runtime:1', os);
  const shop = await pushOn(fleet.registry, 'shop:1', runtime);
  const bank = await pushOn(fleet.registry, 'bank:1', os);
  const all = [runtime, shop, bank].map(({ reference }) => reference);
  await trackImages(fleet.context, all, true);
  await fleet.runJobs();
  const ids = await trackImages(fleet.context, all, true);
  return { os, runtime, shop, bank, ids: ids.map(({ id }) => id) };
}

/** The names of the snoozed images. */
async function snoozed({ context, registry }: TestFleet): Promise<string[]> {
  const { items } = await listImages(context, { filter: '', sort: 'reference', descending: false, limit: 9 });
  return items.flatMap(({ reference, hold }) =>
    hold === null ? [] : [reference.slice(registry.host.length + 1)],
  );
}

const hold = (fleet: TestFleet, target: HoldTarget, terms: Partial<HoldTerms> = {}) =>
  setHold(fleet.context, target, { ...FOR_GOOD, ...terms }, ADA);
const apply = ({ context }: TestFleet) => applyHolds(context.db, context.clock());
const active = async ({ context }: TestFleet) => (await getHolds(context, { limit: 10 })).items;

describe('a hold', () => {
  it('snoozes an image, everything under a base, what matches a filter, or selected images', async () => {
    await using fleet = await openFleet();
    const { os, runtime, shop, bank, ids } = await smallFleet(fleet);
    const cases: [HoldTarget, string[]][] = [
      [{ references: [shop.reference] }, ['shop:1']],
      [{ base: os.reference }, ['bank:1', 'runtime:1', 'shop:1']],
      [{ base: runtime.reference }, ['shop:1']],
      [{ filter: 'tag:1 -repo:shop' }, ['bank:1', 'runtime:1']],
      [{ selection: { filter: 'repo:shop,bank', except: [ids[1] ?? ''] } }, ['bank:1']],
    ];
    for (const [target, names] of cases) {
      const { id, images } = await hold(fleet, target);
      expect([target, images, await snoozed(fleet)]).toEqual([target, names.length, names]);
      await removeHold(fleet.context, id, ADA);
      expect(await snoozed(fleet)).toEqual([]);
    }
    expect(bank.reference).toContain('bank');
  });

  it('of a filter snoozes what matches later, one of selected images does not', async () => {
    await using fleet = await openFleet();
    await smallFleet(fleet);
    await hold(fleet, { selection: { filter: 'repo:b*' } });
    await hold(fleet, { filter: 'repo:c*' });
    await trackImages(fleet.context, [`${fleet.registry.host}/bar:1`, `${fleet.registry.host}/car:1`], true);
    await apply(fleet);
    expect(await snoozed(fleet)).toEqual(['bank:1', 'car:1']);
  });

  it('ends at its date; the one that lasts longest counts until then', async () => {
    await using fleet = await openFleet();
    const { shop } = await smallFleet(fleet);
    const at = (days: number) => new Date(fleet.context.clock().getTime() + days * DAY * 1000);
    await hold(fleet, { references: [shop.reference] }, { until: at(1), reason: 'short' });
    await hold(fleet, { filter: 'repo:shop' }, { until: at(2), reason: 'longer' });
    const reason = async () =>
      (
        await listImages(fleet.context, {
          filter: 'repo:shop',
          sort: 'reference',
          descending: false,
          limit: 1,
        })
      ).items[0]?.hold?.reason;
    expect(await reason()).toBe('longer');
    fleet.pass(1.5 * DAY);
    await apply(fleet);
    expect(await snoozed(fleet)).toEqual(['shop:1']);
    expect(await active(fleet)).toMatchObject([{ reason: 'longer', images: 1 }]);
    fleet.pass(DAY);
    await apply(fleet);
    expect(await snoozed(fleet)).toEqual([]);
    expect(await active(fleet)).toEqual([]);
  });

  it('ends with the next digest of the base, not before, and only where that base moved', async () => {
    await using fleet = await openFleet();
    const { os, runtime, shop } = await smallFleet(fleet);
    await hold(fleet, { references: [shop.reference] }, { untilNextDigest: true });
    await hold(fleet, { base: os.reference }, { untilNextDigest: true });
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    await apply(fleet);
    expect(await snoozed(fleet)).toEqual(['bank:1', 'runtime:1', 'shop:1']);
    fleet.pass(60);
    await pushOn(fleet.registry, 'os:1', undefined, 'newer');
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    await apply(fleet);
    expect(await snoozed(fleet)).toEqual(['shop:1']);
    expect(await active(fleet)).toMatchObject([{ references: [shop.reference] }]);
    await pushOn(fleet.registry, 'runtime:1', runtime, 'newer');
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    await apply(fleet);
    expect(await snoozed(fleet)).toEqual([]);
    expect(await active(fleet)).toEqual([]);
  });

  it('leaves the status as it is, and is recorded with its end', async () => {
    await using fleet = await openFleet();
    const { shop } = await smallFleet(fleet);
    const { id } = await hold(fleet, { references: [shop.reference] });
    await removeHold(fleet.context, id, { name: 'otto', address: null });
    await expect(removeHold(fleet.context, id, ADA)).rejects.toThrow(/has ended/);
    const { items } = await listAccess(fleet.context.db, { limit: 10, cursor: undefined });
    expect(items.map(({ action, actor, subject, detail }) => [action, actor, subject, detail])).toEqual([
      ['snooze-ended', 'otto', shop.reference, 'end of life'],
      ['snoozed', 'ada', shop.reference, 'end of life'],
    ]);
  });

  it('is found by is:snoozed in the list, the graph and the changes, at past times too', async () => {
    await using fleet = await openFleet();
    const { shop } = await smallFleet(fleet);
    const from = new Date(fleet.context.clock().getTime() - DAY * 1000);
    const at = fleet.context.clock();
    fleet.pass(DAY);
    await hold(fleet, { references: [shop.reference] });
    const found = async (filter: string, past?: Date) => {
      const query = { filter, sort: 'reference', descending: false, limit: 9, at: past } as const;
      const around = { focus: undefined, bases: 0, dependents: 0, limit: 9 };
      const { nodes } = await fleetGraph(fleet.context, { ...around, filter, at: past });
      return {
        list: (await listImages(fleet.context, query)).items.map(({ reference }) => reference),
        graph: nodes.flatMap(({ reference, imageId }) => (imageId === null ? [] : [reference])),
      };
    };
    for (const past of [undefined, at]) {
      expect(await found('is:snoozed', past)).toEqual({ list: [shop.reference], graph: [shop.reference] });
      const others = await found('-is:snoozed', past);
      expect(others.list).toHaveLength(2);
      expect(others.graph.toSorted()).toEqual(others.list);
    }
    const db = fleet.context.db;
    for (const filter of ['is:snoozed', 'is:snoozed -behind:>1d'].map(parseFilter)) {
      const [then] = await readStatusTrend(db, filter, [at]);
      expect(Object.values(then?.counts ?? {}).reduce((sum, count) => sum + count)).toBe(1);
      const limit = { staleDays: 1 };
      expect(await countOverdue(db, filter, limit, { now: at, at })).toMatchObject({ overdue: 0 });
    }
    const changes = { from, to: fleet.context.clock(), limit: 9, cursor: undefined };
    const { items } = await whatChanged(fleet.context, { ...changes, filter: 'is:snoozed' });
    expect(new Set(items.map(({ reference }) => reference))).toEqual(new Set([shop.reference]));
  });

  it.each<[string, HoldTarget, Partial<HoldTerms>, RegExp]>([
    ['whose end is past', { filter: '' }, { until: new Date(0) }, /in the future/],
    ['of a base without a tag', { base: `r.test/a@sha256:${'a'.repeat(64)}` }, {}, /has no tag/],
    ['of a filter that is none', { filter: 'status:rotten' }, {}, /rotten/],
    [
      'of a filter that asks for snoozes',
      { filter: 'tag:1 -is:snoozed' },
      {},
      /cannot contain is:snoozed. Leave/,
    ],
    ['of what is no reference', { references: ['no reference!'] }, {}, /not an image reference/],
    ['of images that are gone', { selection: { ids: [] } }, {}, /tracked any more/],
  ])('%s is refused', async (_, target, terms, message) => {
    await using fleet = await openFleet();
    await expect(hold(fleet, target, terms)).rejects.toThrow(message);
    expect(await active(fleet)).toEqual([]);
  });
});
