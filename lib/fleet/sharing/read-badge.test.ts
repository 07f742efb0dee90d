import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_BADGE } from '#lib/sharing/badge/badge.ts';
import { trackImages } from '../images/track-images.ts';
import { countedDatabase, fleetTests, type TestFleet } from '../testing.ts';
import { markImages } from './mark-public.ts';
import { readFleetBadge, readImageBadge } from './read-badge.ts';

const openFleet = fleetTests();
const BY = { name: 'ada', address: '192.0.2.1' };

const OPEN = 'ghcr.io/apps/shop:1';
const CLOSED = 'ghcr.io/apps/secret:1';

/** Two images four days behind, one of them public. */
async function open({ context }: TestFleet) {
  await trackImages(context, [OPEN, CLOSED], true);
  const since = new Date(context.clock().getTime() - 4 * 86_400_000 - 60_000).toISOString();
  await context.db.execute(sql`update images set status = 'stale', behind_since = ${since}::timestamptz`);
  await markImages(context, { filter: 'repo:apps/shop' }, true, BY);
}

describe('badges', () => {
  it('show a public image, and nothing of one that is not', async () => {
    await using fleet = await openFleet();
    await open(fleet);
    expect(await readImageBadge(fleet.context, OPEN)).toEqual({ status: 'stale', message: '4 days behind' });
    for (const reference of [CLOSED, 'ghcr.io/apps/none:1', undefined]) {
      expect(await readImageBadge(fleet.context, reference)).toBe(UNKNOWN_BADGE);
    }
  });

  it('count public images alone, and say nothing of a filter that is wrong', async () => {
    await using fleet = await openFleet();
    await open(fleet);
    expect(await readFleetBadge(fleet.context, '')).toEqual({ status: 'stale', message: '1 stale of 1' });
    expect(await readFleetBadge(fleet.context, '', { staleDays: 3 })).toMatchObject({
      message: '1 stale (1 over 3 days) of 1',
    });
    expect(await readImageBadge(fleet.context, OPEN, { staleDays: 3 })).toMatchObject({
      message: '4 days behind, limit 3',
    });
    expect(await readFleetBadge(fleet.context, 'status:stale')).toMatchObject({ message: '1 stale of 1' });
    for (const text of [
      'repo:apps/secret',
      'public:no',
      '-public:yes',
      'status:',
      'nokey:x',
      '"',
      'x'.repeat(9000),
    ]) {
      expect(await readFleetBadge(fleet.context, text)).toBe(UNKNOWN_BADGE);
    }
  });

  it('cost one look into the database, the same for everything, and none at a registry', async () => {
    await using fleet = await openFleet();
    await open(fleet);
    await using counted = await countedDatabase(fleet);
    const context = { ...fleet.context, db: counted.db };
    const requests = fleet.counter.count();
    const costs: number[] = [];
    for (const reference of [OPEN, CLOSED, 'ghcr.io/apps/none:1', undefined]) {
      const before = counted.queries();
      await readImageBadge(context, reference);
      costs.push(counted.queries() - before);
    }
    for (const filter of ['', 'repo:apps/secret', 'status:']) {
      const before = counted.queries();
      await readFleetBadge(context, filter);
      costs.push(counted.queries() - before);
    }
    expect(costs).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(fleet.counter.count()).toBe(requests);
  });
});
