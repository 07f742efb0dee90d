import { describe, expect, it } from 'vitest';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { updateCascadeItem } from '#lib/store/rebases/cascades.ts';
import { readPlan } from '#lib/store/rebases/rebases.ts';
import { fleetTests, SLOW } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { PlanOutdatedError, RebaseRefusedError } from '../errors.ts';
import { openPlanned } from '../execution/start-rebase.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { rebaseFleet } from '../testing.ts';
import { pauseCascade, startCascade, stopCascade } from './control-cascade.ts';
import { planCascade } from './plan-cascade.ts';
import { getCascade } from './read-cascades.ts';
import { ACTOR, moved, plan, states } from './testing.ts';

const openFleet = fleetTests();

describe('a cascade', { timeout: SLOW }, () => {
  it('of three rebases each on the digest just pushed, and records each move', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { platform: 'base', runtime: 'platform', app: 'runtime' });
    const id = await plan(scene);
    const { items } = await getCascade(scene.context, id);
    expect(items.map(({ wave }) => wave)).toEqual([0, 1, 2]);
    expect(await scene.digest(scene.reference('platform'))).toBe(scene.old('platform'));
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await states(scene.context, id)).toEqual({
      platform: 'succeeded',
      runtime: 'succeeded',
      app: 'succeeded',
    });
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
    for (const item of items) expect(await scene.digest(item.reference)).toBe(item.plan?.toDigest);
    const record = await listAudit(fleet.context.db, { text: undefined, limit: 10, cursor: undefined });
    expect(record.items).toHaveLength(3);
    // Everything is current now: what is planned next is nothing at all.
    await fleet.runJobs();
    expect(Object.values(await states(scene.context, await plan(scene)))).toEqual([
      'no-op',
      'no-op',
      'no-op',
    ]);
  });

  it('of three, if the middle one fails: images based on it stay as they are, and other branches continue', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, {
      platform: 'base',
      runtime: 'platform',
      app: 'runtime',
      other: 'platform',
    });
    const id = await plan(scene);
    const newer = await pushOn(fleet.registry, 'runtime:1', undefined, 'pushed by another');
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await states(scene.context, id)).toEqual({
      platform: 'succeeded',
      runtime: 'conflict',
      app: 'skipped',
      other: 'succeeded',
    });
    const { cascade, items } = await getCascade(scene.context, id);
    expect(cascade.state).toBe('failed');
    expect(items.find(({ state }) => state === 'skipped')?.error).toContain('runtime:1');
    expect(await scene.digest(scene.reference('runtime'))).toBe(newer.digest);
    expect(await scene.digest(scene.reference('app'))).toBe(scene.old('app'));
  });

  it('over a diamond plans an image with two paths once, after its bases', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { left: 'base', right: 'base', app: 'left' });
    // The right one holds what the left one holds, under its own name: both begin the app's layers.
    await pushOn(fleet.registry, 'right:1', await pushOn(fleet.registry, 'again:1'), 'left:1');
    const id = await plan(scene);
    const { items } = await getCascade(scene.context, id);
    expect(items.filter(({ reference }) => reference === scene.reference('app'))).toMatchObject([
      { wave: 1, parent: scene.reference('left') },
    ]);
  });

  it('whose images are based on each other in a circle ends', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { ring: 'base' });
    const ring = await pushOn(fleet.registry, 'ring:1', await pushOn(fleet.registry, 'base:1'));
    await pushOn(fleet.registry, 'base:1', ring);
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect((await getCascade(scene.context, id)).cascade.finishedAt).not.toBeNull();
    expect(Object.keys(await states(scene.context, id))).toEqual(['ring']);
  });

  it('of a base that moved since the plan pushes nothing', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const id = await plan(scene);
    await pushOn(fleet.registry, 'base:1', undefined, 'base, the one after');
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ app: 'conflict' });
    expect(await scene.digest(scene.reference('app'))).toBe(scene.old('app'));
  });

  it('on which nothing stands is refused, and so is one that is over', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const nothing = planCascade(scene.context, { reference: scene.reference('app'), actor: ACTOR });
    await expect(nothing).rejects.toThrow(RebaseRefusedError);
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    await expect(startCascade(scene.context, id, { actor: ACTOR })).rejects.toThrow(PlanOutdatedError);
    for (const act of [pauseCascade, stopCascade])
      await expect(act(scene.context, id)).rejects.toThrow(PlanOutdatedError);
  });

  it('needs the gates open before anything begins', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const refusal = () => ({ kind: 'push-disabled' as const, detail: 'closed' });
    const closed = rebaseFleet(fleet, { refusal });
    const id = await planCascade(closed.context, { reference: scene.reference('base'), actor: ACTOR });
    await expect(startCascade(closed.context, id, { actor: ACTOR })).rejects.toThrow('closed');
    expect(closed.waiting).toEqual([]);
  });
});

describe('a cascade that is held', { timeout: SLOW }, () => {
  it('begins nothing more, and goes on where it was', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { platform: 'base', runtime: 'platform', app: 'runtime' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.runOne();
    await pauseCascade(scene.context, id);
    await scene.run();
    expect(await states(scene.context, id)).toMatchObject({ platform: 'succeeded', runtime: 'waiting' });
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
  });

  it('and resumed while an image is running continues above it, too', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { platform: 'base', app: 'platform' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    await pauseCascade(scene.context, id);
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ platform: 'succeeded', app: 'succeeded' });
  });

  it('ends where it is when it is stopped', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { platform: 'base', app: 'platform' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.runOne();
    await stopCascade(scene.context, id);
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ platform: 'succeeded', app: 'skipped' });
    expect(await scene.digest(scene.reference('app'))).toBe(scene.old('app'));
  });
});

describe('a process that is killed in a cascade', { timeout: SLOW }, () => {
  it('before its jobs are in the queue: the cascade continues', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { platform: 'base', app: 'platform' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    scene.lose();
    await resumeOrphans(scene.context);
    expect(scene.waiting).toEqual([]);
    fleet.pass(10);
    await resumeOrphans(scene.context);
    await resumeOrphans(scene.context);
    expect(scene.waiting).toHaveLength(2);
    await scene.run();
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
  });

  it('between the rebase’s lock and its record: the same rebase continues', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    const planId = (await getCascade(scene.context, id)).items[0]?.planId ?? '';
    const stored = await readPlan(fleet.context.db, planId);
    if (stored === undefined) throw new Error('there is no plan');
    const open = await openPlanned(scene.context, stored, { actor: ACTOR, reason: null }, id);
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ app: 'succeeded' });
    const { items } = await getCascade(scene.context, id);
    expect(items[0]?.rebaseId).toBe(open.id);
  });

  it('between an image’s end and the cascade’s: the job that runs again ends it', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR });
    await updateCascadeItem(fleet.context.db, id, scene.reference('app'), { state: 'succeeded' });
    await scene.run();
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
  });
});
