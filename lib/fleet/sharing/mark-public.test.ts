import { describe, expect, it } from 'vitest';
import { listAccess } from '#lib/store/access/audit-log.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests } from '../testing.ts';
import { markImage, markImages } from './mark-public.ts';

const openFleet = fleetTests();
const BY = { name: 'ada', address: '192.0.2.1' };

/** Marks images, and returns how many were selected and how many changed. */
const marked = async (...request: Parameters<typeof markImages>) => {
  const { changedIds, total } = await markImages(...request);
  return { changed: changedIds.length, total };
};

const tracked = async (context: Parameters<typeof trackImages>[0], ...names: string[]) =>
  trackImages(context, names, true);

describe('public marks', () => {
  it('are off until someone sets them', async () => {
    await using fleet = await openFleet();
    const images = await tracked(fleet.context, 'ghcr.io/apps/shop:1');
    expect(images).toMatchObject([{ public: false }]);
  });

  it('go to those of a filter, and say how many changed', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    await tracked(context, 'ghcr.io/apps/shop:1', 'ghcr.io/apps/api:1', 'quay.io/apps/shop:1');
    expect(await marked(context, { filter: 'registry:ghcr.io' }, true, BY)).toEqual({
      changed: 2,
      total: 2,
    });
    expect(await marked(context, { filter: '' }, true, BY)).toEqual({ changed: 1, total: 3 });
    expect(await marked(context, { filter: 'public:yes repo:apps/shop' }, false, BY)).toEqual({
      changed: 2,
      total: 2,
    });
    expect(await marked(context, { filter: 'public:yes' }, false, BY)).toEqual({ changed: 1, total: 1 });
    await expect(markImages(context, { filter: 'status:' }, true, BY)).rejects.toThrow(/value is missing/);
  });

  it('go to ids, passing over those that are not tracked', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const [shop, api] = await tracked(context, 'ghcr.io/apps/shop:1', 'ghcr.io/apps/api:1');
    const stranger = '00000000-0000-4000-8000-000000000000';
    expect(await marked(context, { ids: [shop?.id ?? '', stranger] }, true, BY)).toEqual({
      changed: 1,
      total: 1,
    });
    expect(await markImage(context, shop?.id ?? '', true, BY)).toMatchObject({ id: shop?.id, public: true });
    expect(await markImage(context, shop?.id ?? '', false, BY)).toMatchObject({
      id: shop?.id,
      public: false,
    });
    expect(await marked(context, { filter: 'public:no' }, false, BY)).toEqual({ changed: 0, total: 2 });
    expect(api?.public).toBe(false);
    await expect(markImage(context, stranger, true, BY)).rejects.toThrow(/tracked/);
  });

  it('go to nobody if the filter selects another number of images than expected', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const [shop, api] = await tracked(context, 'ghcr.io/apps/shop:1', 'ghcr.io/apps/api:1');
    const all = { filter: '', except: [api?.id ?? ''] };
    await expect(markImages(context, { ...all, expected: 2 }, true, BY)).rejects.toThrow(/1 image matches/);
    expect(await marked(context, { filter: 'public:yes' }, false, BY)).toEqual({ changed: 0, total: 0 });
    expect(await markImages(context, { ...all, expected: 1 }, true, BY)).toEqual({
      changedIds: [shop?.id],
      total: 1,
    });
  });

  it('are recorded where they change anything', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const [shop] = await tracked(context, 'ghcr.io/apps/shop:1', 'ghcr.io/apps/api:1');
    await markImages(context, { filter: '' }, false, BY);
    await markImages(context, { filter: 'repo:apps/*' }, true, BY);
    await markImage(context, shop?.id ?? '', false, BY);
    await markImages(context, { ids: [shop?.id ?? ''] }, true, BY);
    const { items } = await listAccess(context.db, { limit: 10, cursor: undefined });
    expect(items.map(({ action, actor, subject, detail }) => [action, actor, subject, detail])).toEqual([
      ['made-public', 'ada', null, '1 image'],
      ['made-private', 'ada', 'ghcr.io/apps/shop:1', '1 image'],
      ['made-public', 'ada', 'repo:apps/*', '2 images'],
    ]);
  });
});
