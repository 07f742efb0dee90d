import { describe, expect, it } from 'vitest';
import { NotFoundError } from '../errors.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { findNewerTags } from './newer-tags.ts';
import { readBase } from './read-base.ts';

const openFleet = fleetTests();

/** os ← runtime ← app, and a job on the os; then the os moves. App and job are tracked. */
async function movedFleet(fleet: TestFleet) {
  const os = await pushOn(fleet.registry, 'os:1');
  const runtime = await pushOn(fleet.registry, 'runtime:1', os);
  const app = await pushOn(fleet.registry, 'app:1', runtime);
  const job = await pushOn(fleet.registry, 'job:1', os);
  await trackImages(fleet.context, [app.reference, job.reference], true);
  await fleet.runJobs();
  fleet.pass(60);
  const moved = await pushOn(fleet.registry, 'os:1', undefined, 'os moved');
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
  return { os, moved, runtime, app };
}

describe('readBase', () => {
  it('has every digest of the tag, newest first, and who is based on it directly and through others', async () => {
    await using fleet = await openFleet();
    const { os, moved, runtime, app } = await movedFleet(fleet);
    const base = await readBase(fleet.context, os.reference);
    expect(base.digest).toBe(moved.digest);
    expect(base.history.map(({ digest, images }) => [digest, images])).toEqual([
      [moved.digest, 0],
      [os.digest, 1],
    ]);
    expect(base.image).toBeUndefined();
    expect(base.direct).toMatchObject({ total: 1, byStatus: { stale: 1, 'up-to-date': 0 } });
    expect(base.through).toMatchObject({ total: 1, byStatus: { 'stale-by-ancestor': 1 } });
    expect(await readBase(fleet.context, runtime.reference)).toMatchObject({
      direct: { total: 1 },
      through: { total: 0 },
    });
    // An image that is tracked and no base: its own history, and no dependents.
    const own = await readBase(fleet.context, app.reference);
    expect(own).toMatchObject({ direct: { total: 0 }, image: { reference: app.reference } });
    expect(own.history).toHaveLength(1);
  });

  it('does not know a base that nothing is based on', async () => {
    await using fleet = await openFleet();
    await expect(readBase(fleet.context, 'docker.io/library/never:1')).rejects.toThrow(NotFoundError);
  });
});

describe('findNewerTags', () => {
  it('lists newer versions from the registry, and requests nothing for a tag that is none', async () => {
    await using fleet = await openFleet();
    for (const tag of ['1.0', '1.2', '1.10', 'latest']) await pushOn(fleet.registry, `os:${tag}`);
    const name = `${fleet.registry.host}/os`;
    expect(await findNewerTags(fleet.context, `${name}:1.0`)).toEqual({
      comparable: true,
      tags: ['1.10', '1.2'],
      total: 2,
    });
    const before = fleet.counter.count();
    expect(await findNewerTags(fleet.context, `${name}:latest`)).toMatchObject({
      comparable: false,
      tags: [],
    });
    expect(fleet.counter.count()).toBe(before);
    await expect(findNewerTags(fleet.context, `${fleet.registry.host}/none:1`)).rejects.toThrow(/none/);
  });
});
