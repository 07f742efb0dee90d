import { describe, expect, it } from 'vitest';
import { countByStatus } from '#lib/store/images/fleet-summary.ts';
import { readImage } from '#lib/store/images/tracked-images.ts';
import { imageHistory } from '../history/image-history.ts';
import { scanImages } from '../scan/scan-images.ts';
import { markImages } from '../sharing/mark-public.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { listImages } from './list-images.ts';
import { scanSelected } from './scan-selected.ts';
import { SelectionChangedError } from './select-images.ts';
import { trackImages } from './track-images.ts';
import { restoreImages, untrackImages } from './untrack-images.ts';

const openFleet = fleetTests();
const STRANGER = '00000000-0000-4000-8000-000000000000';
const ADA = { name: 'ada', address: null };

/** shop and api on a base that moves after their first check, all checked again. */
async function staleFleet(fleet: TestFleet) {
  const base = await pushOn(fleet.registry, 'base:1');
  const shop = await pushOn(fleet.registry, 'apps/shop:1', base);
  const api = await pushOn(fleet.registry, 'apps/api:1', base);
  const images = await trackImages(fleet.context, [shop.reference, api.reference], true);
  await fleet.runJobs();
  await pushOn(fleet.registry, 'base:1', undefined, 'newer');
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
  return images.map(({ id }) => id);
}

const names = async ({ context }: TestFleet) =>
  (await listImages(context, { filter: '', sort: 'reference', descending: false, limit: 10 })).items.map(
    ({ reference, status }) => [reference.slice(reference.indexOf('/') + 1), status],
  );

describe('untracking many images', () => {
  it('tells those that were gone, and selects by filter with exceptions', async () => {
    await using fleet = await openFleet();
    const [shop = '', api = ''] = await staleFleet(fleet);
    expect(await untrackImages(fleet.context, { ids: [shop, STRANGER] })).toEqual({
      untracked: 1,
      gone: 1,
      restorable: [shop],
    });
    expect(await untrackImages(fleet.context, { filter: 'repo:apps/*', except: [api] })).toMatchObject({
      untracked: 0,
    });
    expect(await names(fleet)).toEqual([['apps/api:1', 'stale']]);
  });

  it('does nothing if the filter selects another number than the person saw', async () => {
    await using fleet = await openFleet();
    await staleFleet(fleet);
    const request = { filter: 'status:stale', expected: 3 };
    await expect(untrackImages(fleet.context, request)).rejects.toThrow(SelectionChangedError);
    await expect(untrackImages(fleet.context, { filter: 'status:rotten' })).rejects.toThrow(/rotten/);
    expect(await names(fleet)).toHaveLength(2);
  });

  it('is undone with history, verdict and visibility, and the images are scanned', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const [shop = '', api = ''] = await staleFleet(fleet);
    await markImages(context, { ids: [shop] }, true, ADA);
    const before = await readImage(context.db, shop);
    const past = await imageHistory(context, shop);
    expect(past.verdicts.length).toBeGreaterThan(1);
    await untrackImages(context, { ids: [shop, api] });
    fleet.pass(60);
    // Someone tracks one of them again before the undo.
    await trackImages(context, [(before?.reference ?? '').replace('shop', 'api')], false);
    expect(await restoreImages(context, [shop, api, STRANGER])).toEqual({ restored: 1, gone: 2 });
    const { checkedAt, ...restored } = (await readImage(context.db, shop)) ?? {};
    expect(restored).toEqual({ ...before, checkedAt: undefined });
    expect(checkedAt).not.toBeNull();
    expect(await imageHistory(context, shop)).toEqual(past);
    expect(await countByStatus(context.db, [], before?.checkedAt ?? undefined)).toEqual(
      new Map([['stale', 2]]),
    );
    expect(fleet.jobs.flatMap(({ job }) => job.imageIds)).toContain(shop);
    await fleet.runJobs();
    expect(await names(fleet)).toEqual([
      ['apps/api:1', 'stale'],
      ['apps/shop:1', 'stale'],
    ]);
    expect(await restoreImages(context, [shop])).toEqual({ restored: 0, gone: 1 });
  });
});

it('scans the selected images', async () => {
  await using fleet = await openFleet();
  const [shop = '', api = ''] = await staleFleet(fleet);
  expect((await scanSelected(fleet.context, { ids: [shop, STRANGER] })).total).toBe(1);
  expect((await scanSelected(fleet.context, { filter: 'status:stale', except: [api] })).total).toBe(1);
  expect(fleet.jobs.flatMap(({ job }) => job.imageIds)).toEqual([shop, shop]);
});
