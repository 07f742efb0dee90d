import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { describeFinding } from '#lib/lineage/words/described-lineage.ts';
import { beginInterrupted } from '#lib/store/service/interrupted-jobs.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { retryInterrupted } from './retry-interrupted.ts';
import { scanChunk } from './scan-chunk.ts';
import { getScan, scanImage, scanImages } from './scan-images.ts';
import { imageKey } from './set-aside-image.ts';

const openFleet = fleetTests();

/** Three images, judged; and a scan whose process died, and died again while it checked the second one. */
async function diedTwice(fleet: TestFleet) {
  const { context, registry } = fleet;
  const base = await pushOn(registry, 'base:1');
  const apps = [];
  for (const name of ['a:1', 'b:1', 'c:1']) apps.push(await pushOn(registry, name, base));
  const names = apps.map(({ reference }) => reference);
  const ids = (await trackImages(context, names, true)).map(({ id }) => id);
  await fleet.runJobs();
  await pushOn(registry, 'base:1', undefined, 'moved');
  const scan = await scanImages(context, undefined);
  const job = fleet.jobs.map((each) => each.job).find(({ scanId }) => scanId === scan.id);
  if (job === undefined) throw new Error('the scan has no job');
  (fleet.jobs as unknown[]).length = 0;
  const culprit = ids[1] ?? '';
  await beginInterrupted(context.db, imageKey(culprit), randomUUID(), 1);
  await scanChunk(context, job, true);
  const statuses = async () => Promise.all(ids.map(async (id) => (await getImage(context, id)).status));
  return { ids, culprit, scan, statuses, reference: names[1] ?? '' };
}

describe('an image whose check ends the process twice', { timeout: SLOW }, () => {
  it('is set aside as unknown, with the reason and what was known of it; the others are checked', async () => {
    await using fleet = await openFleet();
    const { culprit, scan, statuses, reference } = await diedTwice(fleet);
    expect(await statuses()).toEqual(['stale', 'unknown', 'stale']);
    const { baseName, ...found } = await getImage(fleet.context, culprit);
    const { summary } = describeFinding(found);
    expect(summary).toBe(
      'Checking this image ended the Baseboard process twice. Scans skip it until you scan this image alone.',
    );
    expect(baseName).toBe(`${fleet.registry.host}/base:1`);
    const { links } = await checkImage(fleet.context, { reference, refresh: false, at: undefined });
    expect(links[0]?.base?.freshness).toBe('unknown');
    expect(await getScan(fleet.context, scan.id)).toMatchObject({ total: 3, done: 3, failed: 0 });
  });

  it('is left out of every scan until a person scans it by itself', async () => {
    await using fleet = await openFleet();
    const { culprit, statuses } = await diedTwice(fleet);
    const next = await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(await getScan(fleet.context, next.id)).toMatchObject({ total: 3, done: 2, failed: 1 });
    expect(await statuses()).toEqual(['stale', 'unknown', 'stale']);
    await scanImage(fleet.context, culprit);
    await fleet.runJobs();
    expect(await statuses()).toEqual(['stale', 'stale', 'stale']);
    const last = await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(await getScan(fleet.context, last.id)).toMatchObject({ done: 3, failed: 0 });
  });
});

describe('a job that is tried again', { timeout: SLOW }, () => {
  it('is set aside after two deaths of its process, and not for what fails alive', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    const done: string[] = [];
    const attempt = (process: string, run: () => Promise<void>) =>
      retryInterrupted(
        context,
        { key: 'rebase:x', deaths: 1 },
        {
          run,
          setAside: async () => void done.push('set aside'),
        },
        process,
      );
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    // It fails, twice, and its process lives on.
    for (let times = 0; times < 2; times += 1) {
      await expect(attempt(first, () => Promise.reject(new Error('no database')))).rejects.toThrow();
    }
    expect(done).toEqual([]);
    // A process begins it and is never heard of again.
    void attempt(second, () => new Promise<void>(() => {}));
    await expect
      .poll(async () => {
        const { rows } = await context.db.execute(
          "select process from interrupted_jobs where key = 'rebase:x'",
        );
        return rows;
      })
      .toEqual([{ process: second }]);
    await attempt(third, async () => void done.push('ran'));
    expect(done).toEqual(['set aside']);
  });
});
