import { describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { describeFinding } from '#lib/lineage/words/described-lineage.ts';
import { NotFoundError } from '../errors.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import type { FleetEvent } from '../services/events.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { scanChunk } from './scan-chunk.ts';
import { getScanDetails } from './scan-details.ts';
import { cancelScan, getScan, scanImage, scanImages } from './scan-images.ts';

const openFleet = fleetTests();
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Waits for the first event that fits. */
function heard(fleet: TestFleet, fits: (event: FleetEvent) => boolean): Promise<FleetEvent> {
  return new Promise((resolve) => {
    const end = fleet.context.events.subscribe((event) => {
      if (!fits(event)) return;
      end();
      resolve(event);
    });
  });
}

const verdictOn = (reference: string) => (event: FleetEvent) =>
  event.type === 'verdict' && event.reference === reference;

describe('a scan', () => {
  it('counts its images up to the end, and says so in events', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const images = await Promise.all(
      fleet.registries.flatMap((registry) => [pushOn(registry, 'one:1'), pushOn(registry, 'two:1')]),
    );
    await trackImages(
      fleet.context,
      images.map(({ reference }) => reference),
      true,
    );
    await fleet.runJobs();
    fleet.pass(60);
    const { id } = await scanImages(fleet.context, undefined);
    expect(await getScan(fleet.context, id)).toMatchObject({ total: 4, done: 0, failed: 0 });
    await fleet.runJobs();
    expect(await getScan(fleet.context, id)).toMatchObject({ total: 4, done: 4, failed: 0 });
    const progress = (await fleet.settle()).filter((event) => event.type === 'scan' && event.id === id);
    const done = progress.flatMap((event) => (event.type === 'scan' ? [event.done] : []));
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect([done[0], done.at(-1)]).toEqual([0, 4]);
  });

  it('of a filter takes what it matches, and of nothing is over at once', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [here, there] = await Promise.all(fleet.registries.map((registry) => pushOn(registry, 'app:1')));
    const references = [here, there].flatMap((pushed) => pushed?.reference ?? []);
    await trackImages(fleet.context, references, true);
    await fleet.runJobs();
    const filter = `registry:"${fleet.registries[1]?.host}"`;
    expect((await scanImages(fleet.context, filter)).total).toBe(1);
    expect(fleet.jobs.map(({ job }) => job.registry)).toEqual([fleet.registries[1]?.host]);
    const nothing = await scanImages(fleet.context, 'tag:nobody-has-this');
    expect(nothing).toMatchObject({ total: 0, done: 0 });
    expect(fleet.jobs).toHaveLength(1);
    await expect(scanImages(fleet.context, 'status:purple')).rejects.toThrow(/purple/);
  });

  it('of one image looks at that one alone', async () => {
    await using fleet = await openFleet();
    const [one, two] = [await pushOn(fleet.registry, 'one:1'), await pushOn(fleet.registry, 'two:1')];
    const [image] = await trackImages(fleet.context, [one.reference, two.reference], true);
    await fleet.runJobs();
    fleet.counter.reset();
    fleet.pass(60);
    await scanImage(fleet.context, image?.id ?? '');
    await fleet.runJobs();
    expect(fleet.counter.summary()).toEqual({ 'HEAD manifest': 1 });
    await expect(scanImage(fleet.context, NOBODY)).rejects.toThrow(NotFoundError);
    await expect(getScan(fleet.context, NOBODY)).rejects.toThrow(NotFoundError);
  });

  it('whose job runs twice, at once or again, counts once', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    await trackImages(fleet.context, [app.reference], true);
    const [{ job } = { job: undefined }] = fleet.jobs;
    if (job === undefined) throw new Error('there is no job');
    await Promise.all([scanChunk(fleet.context, job), scanChunk(fleet.restarted(), job)]);
    await scanChunk(fleet.restarted(), job);
    expect(await getScan(fleet.context, job.scanId)).toMatchObject({ total: 1, done: 1 });
    const verdicts = (await fleet.settle()).filter(({ type }) => type === 'verdict');
    expect(verdicts).toHaveLength(1);
  });
});

describe('a scan of many images', { timeout: SLOW }, () => {
  it('counts each image as it is checked, and the last one when all verdicts are final', async () => {
    await using fleet = await openFleet();
    const names = ['one:1', 'two:1', 'slow:1'];
    const pushed = await Promise.all(names.map((name) => pushOn(fleet.registry, name)));
    await trackImages(
      fleet.context,
      pushed.map(({ reference }) => reference),
      true,
    );
    const id = fleet.jobs[0]?.job.scanId ?? '';
    fleet.registry.faults.add({ fault: { kind: 'hang' }, path: /slow/ });
    const counted = heard(fleet, (event) => event.type === 'scan' && event.done === 2);
    const running = fleet.runJobs();
    expect(await counted).toMatchObject({ total: 3, checked: 2, done: 2, changed: 2, state: 'running' });
    const { waiting } = await getScanDetails(fleet.context, id);
    expect(waiting).toMatchObject([{ host: fleet.registry.host, images: 1 }]);
    await fleet.registry.close();
    await running;
    const { scan, ...rest } = await getScanDetails(fleet.context, id);
    expect(scan).toMatchObject({ checked: 3, done: 3, failed: 0, changed: 3, unreachable: 1 });
    expect(rest.waiting).toEqual([]);
  });

  it('says which verdicts changed, and counts none of them twice', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const [app, other] = [
      await pushOn(fleet.registry, 'app:1', base),
      await pushOn(fleet.registry, 'other:1'),
    ];
    await trackImages(fleet.context, [app.reference, other.reference], true);
    await fleet.runJobs();
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    fleet.pass(60);
    const { id } = await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(await getScan(fleet.context, id)).toMatchObject({ done: 2, changed: 1, unreachable: 0 });
  });
});

describe('a cancelled scan', { timeout: SLOW }, () => {
  it('leaves out the jobs that have not started, and is over at once', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    await trackImages(fleet.context, [app.reference], true);
    const id = fleet.jobs[0]?.job.scanId ?? '';
    const cancelled = await cancelScan(fleet.context, id);
    expect(cancelled).toMatchObject({ done: 0, skipped: 1 });
    expect(cancelled.finishedAt).not.toBeNull();
    await fleet.runJobs();
    expect(fleet.counter.summary()).toEqual({});
    expect(await getScan(fleet.context, id)).toEqual(cancelled);
    await expect(cancelScan(fleet.context, NOBODY)).rejects.toThrow(NotFoundError);
  });

  it('finishes what is under way, counts what is done and leaves out the rest', async () => {
    await using fleet = await openFleet();
    // More than are judged at a time.
    const names = Array.from({ length: 40 }, (_, n) => `app-${n}:1`);
    const pushed = await Promise.all(names.map((name) => pushOn(fleet.registry, name)));
    await trackImages(
      fleet.context,
      pushed.map(({ reference }) => reference),
      true,
    );
    const id = fleet.jobs[0]?.job.scanId ?? '';
    fleet.registry.faults.add({ fault: { kind: 'hang' }, after: 1 });
    const first = heard(fleet, ({ type }) => type === 'registry');
    const running = fleet.runJobs();
    await first;
    expect((await cancelScan(fleet.context, id)).finishedAt).toBeNull();
    await fleet.settle();
    await fleet.registry.close();
    await running;
    const scan = await getScan(fleet.context, id);
    expect(scan.finishedAt).not.toBeNull();
    expect(scan.skipped).toBeGreaterThan(0);
    expect(scan.done).toBeGreaterThan(0);
    expect(scan.done + scan.skipped).toBe(40);
    const states = (await fleet.settle()).flatMap((event) => (event.type === 'scan' ? [event.state] : []));
    expect(states).toContain('cancelling');
    expect(states.at(-1)).toBe('cancelled');
  });

  it('that is finished stays as it is', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    await trackImages(fleet.context, [app.reference], true);
    const id = fleet.jobs[0]?.job.scanId ?? '';
    await fleet.runJobs();
    expect(await cancelScan(fleet.context, id)).toMatchObject({ done: 1, skipped: 0, cancelledAt: null });
  });
});

describe('a registry that does not answer', { timeout: SLOW }, () => {
  it('holds up neither the scan of another registry nor its own images that are there', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [slow, well] = fleet.registries;
    if (slow === undefined || well === undefined) throw new Error('there are two');
    const stuck = await pushOn(slow, 'app:1');
    const beside = await pushOn(slow, 'other:1');
    const good = await pushOn(well, 'app:1', await pushOn(well, 'base:1'));
    const references = [stuck, beside, good].map(({ reference }) => reference);
    const images = await trackImages(fleet.context, references, true);
    slow.faults.add({ fault: { kind: 'hang' }, path: /\/app\// });
    let over = false;
    const verdicts = [heard(fleet, verdictOn(beside.reference)), heard(fleet, verdictOn(good.reference))];
    const running = fleet.runJobs().finally(() => {
      over = true;
    });
    await Promise.all(verdicts);
    expect(over).toBe(false);
    await slow.close();
    await running;
    const status = async (n: number): Promise<Status> =>
      (await getImage(fleet.context, images[n]?.id ?? '')).status;
    expect([await status(0), await status(1), await status(2)]).toEqual(['unknown', 'root', 'up-to-date']);
  });

  it('as an image’s base holds up that image alone', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [home, away] = fleet.registries;
    if (home === undefined || away === undefined) throw new Error('there are two');
    const waiting = await pushOn(home, 'waiting:1', await pushOn(away, 'base:1'));
    const good = await pushOn(home, 'good:1', await pushOn(home, 'base:1'));
    await trackImages(fleet.context, [waiting.reference, good.reference], true);
    away.faults.add({ fault: { kind: 'hang' } });
    const verdict = heard(fleet, verdictOn(good.reference));
    let over = false;
    const running = fleet.runJobs().finally(() => {
      over = true;
    });
    expect(await verdict).toMatchObject({ status: 'up-to-date' });
    expect(over).toBe(false);
    await away.close();
    await running;
    const events = (await fleet.settle()).filter(verdictOn(waiting.reference));
    expect(events).toMatchObject([{ status: 'unknown' }]);
  });

  it('is a verdict with a reason, not a scan that failed', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    const [image] = await trackImages(fleet.context, [app.reference], true);
    await fleet.registry.close();
    const scan = fleet.jobs[0]?.job.scanId ?? '';
    await fleet.runJobs();
    expect(await getScan(fleet.context, scan)).toMatchObject({ done: 1, failed: 0 });
    const { status, ...found } = await getImage(fleet.context, image?.id ?? '');
    const { summary } = describeFinding(found);
    expect(status).toBe('unknown');
    expect(summary).toContain(fleet.registry.host);
  });
});
