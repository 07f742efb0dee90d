import { describe, expect, it } from 'vitest';
import { findImages } from '#lib/store/images/tracked-images.ts';
import { trackImages } from '../images/track-images.ts';
import { untrackImage } from '../images/untrack-images.ts';
import { pushOn, untag } from '../testing-images.ts';
import { confirmListing } from './confirm-listing.ts';
import { getSource } from './read-sources.ts';
import { removeSource } from './remove-source.ts';
import { addSource, BY, DAY, fleetWith, listDue, PATHS, tracked } from './testing.ts';

describe('a source', () => {
  it('is listed, and its images are tracked and judged', async () => {
    const fleet = await fleetWith(PATHS);
    const id = await addSource(fleet);
    await listDue(fleet);
    expect(await tracked(fleet, PATHS)).toEqual(PATHS);
    expect(await getSource(fleet.context, id)).toMatchObject({
      ...{ tracked: 5, missing: 0, source: { state: 'ok', attempt: null } },
      last: { complete: true, seen: 5, found: 5, added: 5, released: 0, error: null, checkpoint: null },
    });
    await fleet.runJobs();
    const images = await findImages(
      fleet.context.db,
      PATHS.map((path) => `${fleet.registry.host}/${path}`),
    );
    expect(images.map(({ status }) => status)).toEqual(PATHS.map(() => 'root'));
  });

  it('releases an image after its grace period, and only if nobody else keeps it', async () => {
    const fleet = await fleetWith(PATHS);
    await trackImages(fleet.context, [`${fleet.registry.host}/a/one:2`], true);
    const id = await addSource(fleet);
    await listDue(fleet);
    untag(fleet.registry, 'a/one:1');
    fleet.pass(2 * 3600);
    await listDue(fleet);
    expect(await tracked(fleet, PATHS)).toEqual(PATHS);
    fleet.pass(8 * DAY);
    await listDue(fleet);
    expect(await tracked(fleet, PATHS)).toEqual(PATHS.slice(1));
    untag(fleet.registry, 'a/one:2');
    fleet.pass(2 * 3600);
    await listDue(fleet);
    fleet.pass(8 * DAY);
    await listDue(fleet);
    // A person tracks it: it stays although the source has lost it.
    expect(await tracked(fleet, PATHS)).toEqual(PATHS.slice(1));
    expect(await getSource(fleet.context, id)).toMatchObject({ tracked: 4, missing: 1 });
  });

  it('does not track again what a person untracked', async () => {
    const fleet = await fleetWith(PATHS);
    await addSource(fleet);
    await listDue(fleet);
    const [image] = await findImages(fleet.context.db, [`${fleet.registry.host}/b/two:1`]);
    await untrackImage(fleet.context, image?.id ?? '');
    fleet.pass(2 * 3600);
    await listDue(fleet);
    expect(await tracked(fleet, PATHS)).toEqual(PATHS.filter((path) => path !== 'b/two:1'));
  });

  it('that shrank asks, and releases only after a person confirmed', async () => {
    const fleet = await fleetWith(PATHS);
    const id = await addSource(fleet);
    await listDue(fleet);
    for (const path of ['a/one:1', 'b/two:1']) untag(fleet.registry, path);
    for (const path of ['new/x:1', 'new/y:1', 'new/z:1']) await pushOn(fleet.registry, path);
    for (let times = 0; times < 3; times += 1) {
      fleet.pass(8 * DAY);
      await listDue(fleet);
      expect(await getSource(fleet.context, id)).toMatchObject({
        source: { state: 'asks' },
        last: { missing: 2 },
      });
    }
    expect(await tracked(fleet, [...PATHS, 'new/x:1'])).toEqual([...PATHS, 'new/x:1']);
    expect(await confirmListing(fleet.context, id, BY)).toMatchObject({
      source: { state: 'ok' },
      missing: 2,
    });
    await expect(confirmListing(fleet.context, id, BY)).rejects.toThrow('waits for a confirmation');
    fleet.pass(DAY);
    await listDue(fleet);
    expect(await tracked(fleet, PATHS)).toEqual(PATHS);
    fleet.pass(7 * DAY);
    await listDue(fleet);
    expect(await tracked(fleet, PATHS)).toEqual(['a/one:2', 'c/three:1', 'd/four:1']);
  });

  it('that is removed releases what nobody else keeps, or keeps all', async () => {
    const fleet = await fleetWith(PATHS);
    await trackImages(fleet.context, [`${fleet.registry.host}/a/one:1`], true);
    const first = await addSource(fleet, { name: 'first' });
    await listDue(fleet);
    const second = await addSource(fleet, {
      ...{ name: 'second', select: { repositories: { include: ['b/**', 'c/**'] } } },
    });
    await listDue(fleet);
    expect(await removeSource(fleet.context, first, { keepImages: false }, BY)).toEqual({ untracked: 2 });
    expect(await tracked(fleet, PATHS)).toEqual(['a/one:1', 'b/two:1', 'c/three:1']);
    expect(await removeSource(fleet.context, second, { keepImages: true }, BY)).toEqual({ untracked: 0 });
    expect(await tracked(fleet, PATHS)).toEqual(['a/one:1', 'b/two:1', 'c/three:1']);
  });

  it('takes no more images than it may have, and the newest', async () => {
    const fleet = await fleetWith(['a/x:1', 'a/x:2', 'b/y:3', 'b/y:4']);
    await addSource(fleet, { select: { maxImages: 3 } });
    await listDue(fleet);
    const names = ['a/x:1', 'a/x:2', 'b/y:3', 'b/y:4'];
    expect(await tracked(fleet, names)).toEqual(['a/x:2', 'b/y:3', 'b/y:4']);
    fleet.pass(2 * 3600);
    await listDue(fleet);
    expect(await tracked(fleet, names)).toEqual(['a/x:2', 'b/y:3', 'b/y:4']);
  });

  it('is not listed before its time', async () => {
    const fleet = await fleetWith(PATHS);
    await addSource(fleet);
    await listDue(fleet);
    const asked = fleet.registry.requests.length;
    fleet.pass(50 * 60);
    await listDue(fleet);
    expect(fleet.registry.requests).toHaveLength(asked);
  });
});
