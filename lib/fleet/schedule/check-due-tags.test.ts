import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { trackImages } from '../images/track-images.ts';
import { checkImage } from '../scan/check-image.ts';
import { getScan, scanImages } from '../scan/scan-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../testing.ts';
import { collectGarbage, type Pushed, pushOn, untag } from '../testing-images.ts';
import { checkSoon } from './check-soon.ts';
import { makeDue, workOff } from './testing.ts';

const openFleet = fleetTests();

/** Tracks and scans images on one base. */
async function onOneBase(fleet: TestFleet, count = 3): Promise<{ base: Pushed; apps: Pushed[] }> {
  const base = await pushOn(fleet.registry, 'base:1');
  const apps = await Promise.all(
    Array.from({ length: count }, (_, n) => pushOn(fleet.registry, `app-${n}:1`, base)),
  );
  await trackImages(
    fleet.context,
    apps.map(({ reference }) => reference),
    false,
  );
  await fleet.runJobs();
  fleet.registry.requests.splice(0);
  return { base, apps };
}

async function statuses(fleet: TestFleet) {
  const { rows } = await fleet.context.db.execute<{ status: string }>(
    sql`select status from images order by reference`,
  );
  return rows.map(({ status }) => status);
}

/** The repositories that got a HEAD of a tag, in order. */
function asked({ registry }: TestFleet): string[] {
  const requests = registry.requests.splice(0);
  return requests.flatMap((line) => /^HEAD \/v2\/(.+)\/manifests\/(?!sha256)/.exec(line)?.[1] ?? []).sort();
}

async function work(fleet: TestFleet, ...repositories: readonly string[]): Promise<string[]> {
  await makeDue(fleet, ...repositories);
  await workOff(fleet.context);
  return asked(fleet);
}

describe('a base that moved', { timeout: SLOW }, () => {
  it('has all images on it judged again, without a request for a tag of theirs', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet);
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    expect(await work(fleet, 'base')).toEqual(['base']);
    expect(await statuses(fleet)).toEqual(['stale', 'stale', 'stale']);
    expect(await work(fleet, 'base')).toEqual(['base']);
    const verdicts = (await fleet.settle()).filter(({ type }) => type === 'verdict');
    expect(verdicts).toHaveLength(6);
  });

  it('keeps the time at which the images’ own tags were requested', async () => {
    await using fleet = await openFleet();
    const { apps } = await onOneBase(fleet, 1);
    const reference = apps[0]?.reference ?? '';
    const checkedAt = async () => {
      const lineage = await checkImage(fleet.context, { reference, refresh: false, at: undefined });
      return Date.parse(lineage.checkedAt);
    };
    const before = await checkedAt();
    fleet.pass(600);
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    await work(fleet, 'base');
    expect(await statuses(fleet)).toEqual(['stale']);
    expect(await checkedAt()).toBe(before);
    expect(await work(fleet, 'app-0')).toEqual(['app-0']);
    expect(await checkedAt()).toBeGreaterThan(before + 500_000);
  });

  it('is noticed by whichever check sees it first', async () => {
    await using fleet = await openFleet();
    const { apps } = await onOneBase(fleet);
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    await checkImage(fleet.context, { reference: apps[0]?.reference ?? '', refresh: true, at: undefined });
    expect(await statuses(fleet)).toEqual(['stale', 'up-to-date', 'up-to-date']);
    asked(fleet);
    expect(await work(fleet, 'nothing')).toEqual([]);
    expect(await statuses(fleet)).toEqual(['stale', 'stale', 'stale']);
  });

  it('that is gone, and back, is said of all images on it', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet, 2);
    untag(fleet.registry, 'base:1');
    await work(fleet, 'base');
    expect(await statuses(fleet)).toEqual(['broken', 'broken']);
    collectGarbage(fleet.registry, 'base');
    // Its digest is requested by itself since its tag is gone.
    await work(fleet, 'base');
    const { rows } = await fleet.context.db.execute(
      sql`select distinct lineage #>> '{links,0,base,freshness}' as freshness from verdicts where superseded_at is null`,
    );
    expect(rows).toEqual([{ freshness: 'base-gone' }]);
    await pushOn(fleet.registry, 'base:1');
    await work(fleet, 'base');
    expect(await statuses(fleet)).toEqual(['up-to-date', 'up-to-date']);
  });
});

describe('a tag that is due', { timeout: SLOW }, () => {
  it('is requested once, however many images and processes want it, and not again before it is due', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet);
    await makeDue(fleet);
    await Promise.all([fleet.context, fleet.restarted(), fleet.restarted()].map(workOff));
    expect(asked(fleet)).toEqual(['app-0', 'app-1', 'app-2', 'base']);
    await workOff(fleet.context);
    expect(asked(fleet)).toEqual([]);
  });

  it('is not requested where a scan did it meanwhile', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet);
    await workOff(fleet.context);
    await makeDue(fleet);
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    expect(asked(fleet)).toHaveLength(4);
    await workOff(fleet.context);
    expect(asked(fleet)).toEqual([]);
  });

  it('of an image that moved has that image judged', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet, 2);
    await pushOn(fleet.registry, 'app-1:1', undefined, 'from scratch');
    expect(await work(fleet)).toEqual(['app-0', 'app-1', 'base']);
    expect(await statuses(fleet)).toEqual(['up-to-date', 'root']);
  });

  it('is requested as soon as somebody says that it moved', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet);
    await workOff(fleet.context);
    const { host } = fleet.registry;
    await checkSoon(fleet.context, [{ registry: host, repository: 'base' }]);
    await workOff(fleet.context);
    expect(asked(fleet)).toEqual(['base']);
  });
});

describe('a registry that does not answer', { timeout: SLOW }, () => {
  it('makes images unknown from the second time on, and known again without a request for their own tags', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet, 2);
    fleet.registry.faults.add({ fault: { kind: 'status', status: 503 }, path: /\/base\// });
    await work(fleet, 'base');
    expect(await statuses(fleet)).toEqual(['up-to-date', 'up-to-date']);
    await work(fleet, 'base');
    expect(await statuses(fleet)).toEqual(['unknown', 'unknown']);
    fleet.registry.faults.clear();
    fleet.registry.requests.splice(0);
    expect(await work(fleet, 'base')).toEqual(['base']);
    expect(await statuses(fleet)).toEqual(['up-to-date', 'up-to-date']);
  });

  it('has images whose check was not complete checked again when their own tags are due', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [home, away] = fleet.registries;
    if (home === undefined || away === undefined) throw new Error('there are two');
    const app = await pushOn(home, 'app:1', await pushOn(away, 'base:1'));
    away.faults.add({ fault: { kind: 'status', status: 503 } });
    await trackImages(fleet.context, [app.reference], false);
    await fleet.runJobs();
    expect(await statuses(fleet)).toEqual(['unknown']);
    await workOff(fleet.context);
    const { rows } = await fleet.context.db.execute(sql`select tier, interval_seconds as every from tags`);
    expect(rows).toEqual([{ tier: 'incomplete', every: 3600 }]);
    away.faults.clear();
    await work(fleet, 'app');
    expect(await statuses(fleet)).toEqual(['up-to-date']);
  });

  it('but limits requests is no failure: every process leaves its tags until it takes requests again', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet, 2);
    const other = fleet.restarted();
    const headers = { 'retry-after': '600' };
    fleet.registry.faults.add({ fault: { kind: 'status', status: 429, headers } });
    await makeDue(fleet);
    await workOff(fleet.context);
    await fleet.context.registries.flush();
    await fleet.settle();
    fleet.registry.requests.splice(0);
    // The database's clock says that the registry is paused; this process knows it from the event too.
    await makeDue(fleet);
    await workOff(other);
    const { error } = await other.tagCaches.fresh().check(parseReference(`${fleet.registry.host}/base:1`));
    expect(error).toMatchObject({ kind: 'rate-limited' });
    expect(fleet.registry.requests).toEqual([]);
    expect(await statuses(fleet)).toEqual(['up-to-date', 'up-to-date']);
    const { rows } = await fleet.context.db.execute(sql`select max(failures) as failures from tags`);
    expect(rows).toEqual([{ failures: 0 }]);
  });
});

describe('a process of the version before', { timeout: SLOW }, () => {
  it('that judged images without storing their tags leaves none behind and none that is compared for ever', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet, 2);
    const { db } = fleet.context;
    const [tagsBefore, inputsBefore] = await Promise.all([
      db.execute(sql`select reference, digest, look from tags`),
      db.execute(sql`select tag, digest from verdict_inputs where complete`),
    ]);
    await pushOn(fleet.registry, 'base:1', undefined, 'moved');
    await scanImages(fleet.context, undefined);
    await fleet.runJobs();
    asked(fleet);
    // What such a process writes does not include these.
    for (const { reference, digest, look } of tagsBefore.rows)
      await db.execute(sql`update tags set digest = ${digest}, look = ${look}, judge_at = null
        where reference = ${reference}`);
    for (const { tag, digest } of inputsBefore.rows)
      await db.execute(sql`update verdict_inputs set digest = ${digest} where tag = ${tag}`);
    expect(await work(fleet)).toEqual(['app-0', 'app-1', 'base']);
    expect(await statuses(fleet)).toEqual(['stale', 'stale']);
    const { rows } = await db.execute(sql`select reference from tags where judge_at is not null`);
    expect(rows).toEqual([]);
  });
});

describe('a batch whose process died', { timeout: SLOW }, () => {
  it('is worked on image by image; one that ended two processes is set aside', async () => {
    await using fleet = await openFleet();
    await onOneBase(fleet, 2);
    const { db } = fleet.context;
    await makeDue(fleet);
    await db.execute(sql`update tags set attempts = 1`);
    await db.execute(sql`
      insert into interrupted_jobs (key, deaths, process)
      select 'image:' || id, 1, gen_random_uuid() from images where repository = 'app-1'`);
    await workOff(fleet.context);
    expect(await statuses(fleet)).toEqual(['up-to-date', 'unknown']);
    const { rows } = await db.execute(
      sql`select finding ->> 'kind' as kind from images where repository = 'app-1'`,
    );
    expect(rows).toEqual([{ kind: 'set-aside' }]);
  });
});

describe('checking each tag when it is due', { timeout: SLOW }, () => {
  it('leaves nothing for a scan of the whole fleet to find', async () => {
    await using fleet = await openFleet();
    const os = await pushOn(fleet.registry, 'os:1');
    const bases = await Promise.all([0, 1, 2].map((n) => pushOn(fleet.registry, `base-${n}:1`, os)));
    const apps = await Promise.all(
      Array.from({ length: 12 }, (_, n) => pushOn(fleet.registry, `app-${n}:1`, bases[n % 3])),
    );
    await trackImages(
      fleet.context,
      apps.map(({ reference }) => reference),
      false,
    );
    await fleet.runJobs();
    const moves: readonly (() => unknown)[] = [
      () => pushOn(fleet.registry, 'os:1', undefined, 'os moved'),
      () => pushOn(fleet.registry, 'base-0:1', undefined, 'base moved'),
      () => untag(fleet.registry, 'base-1:1'),
      () => pushOn(fleet.registry, 'app-2:1', bases[0], 'on another base'),
      () => untag(fleet.registry, 'app-5:1'),
      () => collectGarbage(fleet.registry, 'base-1'),
      () => pushOn(fleet.registry, 'base-1:1', os, 'base-1:1'),
      () => pushOn(fleet.registry, 'app-5:1', bases[1], 'app-5:1'),
    ];
    const seen = new Set<string>();
    for (const move of moves) {
      await move();
      // A tag by itself: what it changes is found by the others' facts.
      await work(fleet);
      const { id } = await scanImages(fleet.context, undefined);
      await fleet.runJobs();
      expect(await getScan(fleet.context, id)).toMatchObject({ total: 12, done: 12, changed: 0 });
      for (const status of await statuses(fleet)) seen.add(status);
    }
    expect([...seen].sort()).toEqual(['broken', 'stale', 'stale-by-ancestor', 'unknown']);
  });
});
