import { describe, expect, it } from 'vitest';
import { describeFinding } from '#lib/lineage/words/described-lineage.ts';
import { basedOn, push } from '#lib/registry/memory/image-builder.ts';
import { imageHistory } from '../history/image-history.ts';
import { fleetGraph } from '../images/fleet-graph.ts';
import { getImage, listImages } from '../images/list-images.ts';
import { trackImages } from '../images/track-images.ts';
import { readImageBadge } from '../sharing/read-badge.ts';
import { fleetTests, type TestFleet } from '../testing.ts';
import { layered, pushOn } from '../testing-images.ts';
import { checkImage } from './check-image.ts';
import { scanImages } from './scan-images.ts';

const openFleet = fleetTests();

async function track(fleet: TestFleet, ...references: string[]): Promise<string> {
  const [image] = await trackImages(fleet.context, references, true);
  await fleet.runJobs();
  return image?.id ?? '';
}

async function rescan(fleet: TestFleet, seconds = 60) {
  fleet.pass(seconds);
  await scanImages(fleet.context, undefined);
  await fleet.runJobs();
}

const stored = (fleet: TestFleet, reference: string) =>
  checkImage(fleet.context, { reference, refresh: false, at: undefined });

/** An app on a base that moved on after it was built, each on a registry of its own unless told. */
async function staleApp(fleet: TestFleet, baseAt = fleet.registry) {
  const os = await pushOn(baseAt, 'os:1');
  const base = await pushOn(baseAt, 'base:1', os);
  const app = await pushOn(fleet.registry, 'app:1', base);
  const id = await track(fleet, app.reference);
  await pushOn(baseAt, 'base:1', os, 'second');
  await rescan(fleet);
  return { id, os, base, app };
}

const status = (code: number) => ({ fault: { kind: 'status', status: code } as const });

describe('while its registry is down, an image', () => {
  it.each([
    ['answers 503', status(503), 'answers 503'],
    ['drops connections', { fault: { kind: 'reset' } as const }, 'drops connections'],
    ['limits requests', { fault: { kind: 'rate-limited' } as const }, 'limits requests (HTTP 429)'],
    ['refuses access', status(401), 'does not show it with these credentials (HTTP 401)'],
    ['forbids access', status(403), 'does not show it with these credentials (HTTP 403)'],
  ])('that %s is unknown, with all that was known of it', async (_, fault, problem) => {
    await using fleet = await openFleet();
    const { id, os, base, app } = await staleApp(fleet);
    const before = await getImage(fleet.context, id);
    const then = await stored(fleet, app.reference);
    expect(before).toMatchObject({ status: 'stale', unreachable: null, lastKnown: null });
    fleet.registry.faults.add(fault);
    await rescan(fleet);
    const after = await getImage(fleet.context, id);
    expect(after).toMatchObject({
      status: 'unknown',
      digest: app.digest,
      baseName: base.reference,
      platforms: before.platforms,
      behindSince: before.behindSince,
      unreachable: { host: fleet.registry.host, problem },
      lastKnown: {
        status: 'stale',
        checkedAt: before.checkedAt?.toISOString(),
        digest: app.digest,
        baseName: base.reference,
        behindSince: before.behindSince?.toISOString(),
      },
    });
    expect(describeFinding(after).summary).toContain('Last known: stale on `');
    const now = await stored(fleet, app.reference);
    expect(now.links.map(({ reference }) => reference)).toEqual([
      app.reference,
      base.reference,
      os.reference,
    ]);
    expect(now.links.map((link) => link.digest)).toEqual(then.links.map((link) => link.digest));
    for (const { base: verdict } of now.links) {
      if (verdict === null) continue;
      expect(verdict).toMatchObject({ freshness: 'unknown', currentDigest: null });
      expect(verdict.platforms.every(({ freshness }) => freshness === 'unknown')).toBe(true);
    }
    expect(now.links[0]?.base).toMatchObject({
      name: base.reference,
      digest: base.digest,
      behindSince: then.links[0]?.base?.behindSince,
      evidence: then.links[0]?.base?.evidence,
      lastKnown: { freshness: 'stale', currentDigest: then.links[0]?.base?.currentDigest },
    });
  });

  it('that was up to date is not green anywhere', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'app:1', base);
    const id = await track(fleet, app.reference);
    await fleet.registry.close();
    await rescan(fleet);
    expect(await getImage(fleet.context, id)).toMatchObject({
      status: 'unknown',
      lastKnown: { status: 'up-to-date' },
      unreachable: { problem: 'refuses connections' },
    });
    expect((await readImageBadge(fleet.context, app.reference)).status).toBe('unknown');
    const { nodes, edges } = await fleetGraph(fleet.context, {
      ...{ focus: undefined, filter: undefined, at: undefined },
      ...{ bases: 16, dependents: 16, limit: 100 },
    });
    expect(nodes.map(({ id: node, status: shown }) => [node, shown])).toEqual([
      [app.reference, 'unknown'],
      [base.reference, 'unknown'],
    ]);
    expect(edges).toMatchObject([{ source: app.reference, target: base.reference, freshness: 'unknown' }]);
    expect(edges[0]?.retained).toBe(true);
  });

  it('is found by its base, in the list and in the past', async () => {
    await using fleet = await openFleet();
    const { id, base, os } = await staleApp(fleet);
    await fleet.registry.close();
    await rescan(fleet);
    const at = (await getImage(fleet.context, id)).checkedAt ?? undefined;
    fleet.pass(60);
    const find = async (filter: string, moment?: Date) => {
      const asked = { sort: 'reference', descending: false, limit: 10, cursor: undefined } as const;
      return (await listImages(fleet.context, { ...asked, filter, at: moment })).items;
    };
    for (const moment of [undefined, at]) {
      expect(await find(`base:"${base.reference}"`, moment)).toMatchObject([{ id, status: 'unknown' }]);
      expect(await find(`ancestor:"${os.reference}"`, moment)).toMatchObject([
        { id, lastKnown: { status: 'stale' }, unreachable: { host: fleet.registry.host } },
      ]);
    }
  });

  it('has one verdict for the whole outage, whatever each scan meets', async () => {
    await using fleet = await openFleet();
    const { id, app } = await staleApp(fleet);
    const faults = [
      status(503),
      status(500),
      { fault: { kind: 'reset' } as const },
      status(403),
      status(502),
    ];
    let since: string | undefined;
    for (const fault of faults) {
      fleet.registry.faults.clear();
      fleet.registry.faults.add(fault);
      await rescan(fleet, 3600);
      const { unreachable } = await getImage(fleet.context, id);
      since ??= unreachable?.since;
      expect(unreachable?.since).toBe(since);
    }
    // Half of it answers: what each scan can see of the chain differs.
    fleet.registry.faults.clear();
    fleet.registry.faults.add({ ...status(503), path: /\/base\// });
    await rescan(fleet, 3600);
    const { verdicts } = await imageHistory(fleet.context, id);
    expect(verdicts.map(({ lineage }) => lineage.status)).toEqual(['unknown', 'stale', 'up-to-date']);
    expect((await stored(fleet, app.reference)).lastKnown?.status).toBe('stale');
    fleet.registry.faults.clear();
    await rescan(fleet);
    const back = await imageHistory(fleet.context, id);
    expect(back.verdicts.map(({ lineage }) => lineage.status)).toEqual([
      'stale',
      'unknown',
      'stale',
      'up-to-date',
    ]);
    expect(await getImage(fleet.context, id)).toMatchObject({ unreachable: null, lastKnown: null });
  });

  it('that was never checked before has nothing to keep, and says since when', async () => {
    await using fleet = await openFleet();
    const app = await pushOn(fleet.registry, 'app:1');
    fleet.registry.faults.add(status(503));
    const id = await track(fleet, app.reference);
    const image = await getImage(fleet.context, id);
    expect(image).toMatchObject({ status: 'unknown', baseName: null, lastKnown: null });
    expect(image.unreachable?.host).toBe(fleet.registry.host);
  });

  it('that is gone is shown as gone: its base is history', async () => {
    await using fleet = await openFleet();
    const { id } = await staleApp(fleet);
    fleet.registry.registry.state.ensure('app').tags.clear();
    await rescan(fleet);
    expect(await getImage(fleet.context, id)).toMatchObject({
      status: 'unknown',
      unreachable: null,
      lastKnown: null,
      baseName: null,
    });
  });
});

describe('while the registry of its base is down, an image', () => {
  it('is unknown, and since when it is behind is kept', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [, bases] = fleet.registries;
    if (bases === undefined) throw new Error('two registries');
    const { id, base, app } = await staleApp(fleet, bases);
    const before = await getImage(fleet.context, id);
    const then = await stored(fleet, app.reference);
    await bases.close();
    await rescan(fleet);
    expect(await getImage(fleet.context, id)).toMatchObject({
      status: 'unknown',
      digest: app.digest,
      baseName: base.reference,
      behindSince: before.behindSince,
      unreachable: { host: bases.host, problem: 'refuses connections' },
      lastKnown: { status: 'stale' },
    });
    const [link, ...below] = (await stored(fleet, app.reference)).links;
    expect(link?.retained).toBeUndefined();
    expect(link?.base).toMatchObject({
      freshness: 'unknown',
      currentDigest: null,
      behindSince: then.links[0]?.base?.behindSince,
      lastKnown: { freshness: 'stale', currentDigest: then.links[0]?.base?.currentDigest },
    });
    expect(below.map(({ reference }) => reference)).toEqual(
      then.links.slice(1).map((each) => each.reference),
    );
  });

  it('and it was rebuilt meanwhile: what was known of the old digest is not said of the new one', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [, bases] = fleet.registries;
    if (bases === undefined) throw new Error('two registries');
    const { id, base, app } = await staleApp(fleet, bases);
    await bases.close();
    const rebuilt = await pushOn(fleet.registry, 'app:1', base, 'rebuilt');
    await rescan(fleet);
    const image = await getImage(fleet.context, id);
    expect(image).toMatchObject({
      status: 'unknown',
      digest: rebuilt.digest,
      baseName: base.reference,
      behindSince: image.behindSince,
      lastKnown: { status: 'stale', digest: app.digest },
    });
  });
});

describe('an image whose evidence cannot be read', () => {
  it('keeps the base that it was known by', async () => {
    await using fleet = await openFleet();
    const { host, registry } = fleet.registry;
    const base = await pushOn(fleet.registry, 'base:1');
    const recipe = layered(base.recipe, 'app').label(basedOn(base.reference, base.digest));
    const reference = `${host}/app:1`;
    await push(registry, reference, recipe);
    const id = await track(fleet, reference);
    expect(await getImage(fleet.context, id)).toMatchObject({ status: 'up-to-date' });
    fleet.registry.faults.add({ ...status(403), path: /\/app\// });
    await rescan(fleet);
    expect(await getImage(fleet.context, id)).toMatchObject({
      status: 'unknown',
      baseName: base.reference,
      lastKnown: { status: 'up-to-date', baseName: base.reference },
    });
  });
});

describe('a base that others still see', () => {
  it('is drawn as they see it, not as a chain that could not be read', async () => {
    await using fleet = await openFleet({ registries: 2 });
    const [down, up] = fleet.registries;
    if (down === undefined || up === undefined) throw new Error('two registries');
    const os = await pushOn(up, 'os:1');
    const base = await pushOn(up, 'base:1', os);
    const [hidden, seen] = [await pushOn(down, 'app:1', base), await pushOn(up, 'app:1', base)];
    await track(fleet, hidden.reference, seen.reference);
    await down.close();
    await rescan(fleet);
    await rescan(fleet);
    const { nodes } = await fleetGraph(fleet.context, {
      ...{ focus: undefined, filter: undefined, at: undefined },
      ...{ bases: 16, dependents: 16, limit: 100 },
    });
    const shown = Object.fromEntries(nodes.map(({ id, status: each }) => [id, each]));
    expect(shown).toEqual({
      [hidden.reference]: 'unknown',
      [seen.reference]: 'up-to-date',
      [base.reference]: 'up-to-date',
      [os.reference]: 'root',
    });
  });
});
