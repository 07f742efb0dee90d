import { describe, expect, it } from 'vitest';
import { addVerdict, trackAt } from '#lib/store/testing-verdicts.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { markImages } from './mark-public.ts';
import { readFeed } from './read-feed.ts';

const openFleet = fleetTests();
const BY = { name: 'ada', address: '192.0.2.1' };

const SHOP = 'ghcr.io/apps/shop:1';
const SECRET = 'corp.example/secret/vault:1';
const SECRET_BASE = 'corp.example/secret/base:1';
const DEBIAN = 'docker.io/library/debian:12';
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

/** A public image and a private one, on a private base both; the public one goes stale and then to a public base. */
async function story({ context: { db } }: TestFleet) {
  const [shop, secret, debian] = [
    await trackAt(db, SHOP, at(0)),
    await trackAt(db, SECRET, at(0)),
    await trackAt(db, DEBIAN, at(0)),
  ];
  await trackAt(db, SECRET_BASE, at(0));
  const words = `\`${SECRET_BASE}\` moved.`;
  await addVerdict(db, shop, SHOP, at(1), { status: 'up-to-date', baseName: SECRET_BASE });
  await addVerdict(db, secret, SECRET, at(1), { status: 'up-to-date', baseName: SECRET_BASE });
  await addVerdict(db, debian, DEBIAN, at(1), { status: 'root' });
  await addVerdict(db, shop, SHOP, at(2), { status: 'stale', baseName: SECRET_BASE, words });
  await addVerdict(db, secret, SECRET, at(3), { status: 'stale', baseName: SECRET_BASE, words });
  await addVerdict(db, shop, SHOP, at(4), { status: 'up-to-date', baseName: DEBIAN });
}

describe('the feed', () => {
  it('tells every change to whoever may read, newest first, and no first verdict', async () => {
    await using fleet = await openFleet();
    await story(fleet);
    const changes = await readFeed(fleet.context, '', false);
    expect(changes.map((each) => [each.reference, each.previousStatus, each.status])).toEqual([
      [SHOP, 'stale', 'up-to-date'],
      [SECRET, 'up-to-date', 'stale'],
      [SHOP, 'up-to-date', 'stale'],
    ]);
    expect(changes[1]?.sentence).toContain(SECRET_BASE);
    expect(await readFeed(fleet.context, 'status:stale repo:apps/*', false)).toMatchObject([{ at: at(2) }]);
    await expect(readFeed(fleet.context, 'status:', false)).rejects.toThrow(/value is missing/);
  });

  it('tells others of public images alone, and names no image that is not public', async () => {
    await using fleet = await openFleet();
    await story(fleet);
    expect(await readFeed(fleet.context, '', true)).toEqual([]);
    await markImages(fleet.context, { filter: `repo:apps/shop,library/debian` }, true, BY);
    const changes = await readFeed(fleet.context, '', true);
    expect(changes.map((each) => [each.reference, each.status, each.sentence])).toEqual([
      [SHOP, 'up-to-date', 'Based on the current `debian:12`.'],
      [SHOP, 'stale', 'Its base moved. Rebase this image, or rebuild it.'],
    ]);
    expect(JSON.stringify(changes)).not.toMatch(/secret|corp\.example/);
  });

  it('does not let others ask by the name of what is not public', async () => {
    await using fleet = await openFleet();
    await story(fleet);
    await markImages(fleet.context, { filter: `repo:apps/shop,library/debian` }, true, BY);
    for (const filter of [
      'base:corp.example/*',
      'ancestor:*secret*',
      'public:no',
      'repo:secret/*',
      '-public:yes',
    ]) {
      expect([filter, await readFeed(fleet.context, filter, true)]).toEqual([filter, []]);
    }
    expect(await readFeed(fleet.context, 'base:debian', true)).toHaveLength(1);
    expect(await readFeed(fleet.context, '-base:corp.example/*', true)).toHaveLength(2);
  });
});
