import { describe, expect, it } from 'vitest';
import { NotFoundError } from '../errors.ts';
import { getImage } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { scanImages } from '../scan/scan-images.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { pushOn } from '../testing-images.ts';
import { listRegistries } from './list-registries.ts';
import { retryRegistry } from './retry-registry.ts';

const openFleet = fleetTests();

async function rescan(fleet: TestFleet) {
  fleet.pass(60);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

async function track(fleet: TestFleet, ...references: string[]): Promise<string> {
  const [image] = await trackImages(fleet.context, references, true);
  await fleet.runJobs();
  return image?.id ?? '';
}

function two(fleet: TestFleet) {
  const [apps, bases] = fleet.registries;
  if (apps === undefined || bases === undefined) throw new Error('two registries');
  return { apps, bases };
}

describe('the registries', () => {
  it('are those of images and of their bases, with how each answers', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const { apps, bases } = two(fleet);
    const base = await pushOn(bases, 'base:1');
    const app = await pushOn(apps, 'app:1', base);
    await track(fleet, app.reference);
    const before = await listRegistries(fleet.context, [{ host: 'ghcr.io' }]);
    const told = before.map(({ host, state, use }) => [host, state, use.tracked, use.based, use.affected]);
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        [apps.host, 'ok', 1, 0, 0],
        [bases.host, 'ok', 0, 1, 0],
        ['ghcr.io', null, 0, 0, 0],
      ]),
    );
    await bases.close();
    await rescan(fleet);
    const [first] = await listRegistries(fleet.context, []);
    expect(first).toMatchObject({
      host: bases.host,
      state: 'unreachable',
      health: { lastError: 'refuses connections', lastErrorCode: 'CONNECTION_REFUSED' },
      use: { affected: 1, problem: 'refuses connections' },
    });
    expect(first?.health?.lastOkAt).toBeInstanceOf(Date);
    expect(first?.health?.since).toBeInstanceOf(Date);
  });

  it.each([
    [401, 'denied'],
    [429, 'rate-limited'],
    [503, 'unreachable'],
  ])('that answers %i is %s, in every process and after a restart', async (code, state) => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    await track(fleet, app.reference);
    fleet.registry.faults.add({
      fault: {
        kind: 'status',
        status: code,
        headers: { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '57' },
      },
    });
    await rescan(fleet);
    await fleet.context.registries.flush();
    const [registry] = await listRegistries(fleet.restarted(), []);
    expect(registry).toMatchObject({
      state,
      health: { rateLimit: 100, rateRemaining: 57, rateWindowSeconds: 21_600 },
    });
    expect((await fleet.settle()).filter(({ type }) => type === 'registry')).toContainEqual({
      ...{ type: 'registry', host: fleet.registry.host, retry: false },
      state,
    });
  });

  it('that hides one repository and shows another is not called denied', async () => {
    await using fleet = await openFleet();
    const [open, hidden] = [await pushOn(fleet.registry, 'open:1'), await pushOn(fleet.registry, 'hidden:1')];
    await track(fleet, open.reference, hidden.reference);
    fleet.registry.faults.add({ fault: { kind: 'status', status: 403 }, path: /\/hidden\// });
    await rescan(fleet);
    await rescan(fleet);
    expect(await listRegistries(fleet.context, [])).toMatchObject([{ state: 'ok', use: { affected: 1 } }]);
  });
});

describe('trying a registry again', () => {
  it('ends its pause everywhere and scans what waits for it, bases included', async () => {
    await using fleet = await openFleet({ registries: 2, failuresBeforePause: 2 });
    const { apps, bases } = two(fleet);
    const base = await pushOn(bases, 'base:1');
    const ids = [];
    for (const name of ['a', 'b', 'c'])
      ids.push(await track(fleet, (await pushOn(apps, `${name}:1`, base)).reference));
    const other = await track(fleet, (await pushOn(apps, 'alone:1')).reference);
    bases.faults.add({ fault: { kind: 'status', status: 503 } });
    await rescan(fleet);
    await rescan(fleet);
    const paused = await listRegistries(fleet.context, []);
    expect(paused[0]).toMatchObject({ host: bases.host, state: 'paused' });
    bases.faults.clear();
    const worker = fleet.restarted();
    const scan = await retryRegistry(worker, bases.host.toUpperCase());
    expect(scan.total).toBe(3);
    await fleet.settle();
    const jobs = fleet.jobs.flatMap(({ job }) => job.imageIds);
    expect(jobs.toSorted()).toEqual(ids.toSorted());
    expect(jobs).not.toContain(other);
    await fleet.runJobs();
    for (const id of ids) expect((await getImage(fleet.context, id)).status).toBe('up-to-date');
    expect(await listRegistries(fleet.context, [])).toContainEqual(
      expect.objectContaining({ host: bases.host, state: 'ok' }),
    );
  });

  it('of one that nothing here has to do with is refused', async () => {
    await using fleet = await openFleet();
    await expect(retryRegistry(fleet.context, 'nobody.test')).rejects.toThrow(NotFoundError);
  });
});

describe('a registry that only an annotation names', () => {
  const login = { type: 'password', username: 'ci', password: 'a secret of no worth' } as const;
  const { type: _, ...password } = login;

  it('is asked anonymously, until somebody who may tracks an image of it or names it', async () => {
    await using fleet = await openFleet({
      registries: 2,
      login,
      serve: (index) => (index === 1 ? { auth: { kind: 'basic', ...password } } : {}),
    });
    const { apps, bases } = two(fleet);
    const base = await pushOn(bases, 'private/base:1');
    const app = await pushOn(apps, 'app:1', base);
    const id = await track(fleet, app.reference);
    expect(await getImage(fleet.context, id)).toMatchObject({
      status: 'unknown',
      unreachable: { host: bases.host, kind: 'not-visible' },
    });
    const [shown] = await listRegistries(fleet.context, []);
    expect(shown?.login).toEqual({ source: 'a test', used: false });
    await fleet.context.registries.choose([bases.host]);
    await rescan(fleet);
    expect(await getImage(fleet.context, id)).toMatchObject({ status: 'up-to-date' });
    expect(await fleet.restarted().registries.isChosen(bases.host)).toBe(true);
  });

  it('is chosen while an image of it is tracked', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    const { registries } = fleet.context;
    expect(await registries.isChosen('elsewhere.test')).toBe(false);
    await track(fleet, app.reference);
    expect(await fleet.restarted().registries.isChosen(fleet.registry.host)).toBe(true);
  });
});
