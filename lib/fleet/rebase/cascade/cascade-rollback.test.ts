import { describe, expect, it } from 'vitest';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { PlanOutdatedError } from '../errors.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { setAsideCascadeItem } from '../recovery/set-aside-rebase.ts';
import { startCascade } from './control-cascade.ts';
import { planCascadeRollBack } from './plan-cascade-rollback.ts';
import { getCascade } from './read-cascades.ts';
import { ACTOR, moved, plan, states } from './testing.ts';

const openFleet = fleetTests();
const TREE = { platform: 'base', runtime: 'platform', app: 'runtime', other: 'platform' };

/** A cascade that has run. */
async function cascaded(fleet: TestFleet, links: Readonly<Record<string, string>> = TREE) {
  const scene = await moved(fleet, links);
  const id = await plan(scene);
  await startCascade(scene.context, id, { actor: ACTOR });
  await scene.run();
  const tags = async () =>
    Object.fromEntries(
      await Promise.all(
        Object.keys(links).map(async (name) => [name, await scene.digest(scene.reference(name))] as const),
      ),
    );
  const old = Object.fromEntries(Object.keys(links).map((name) => [name, scene.old(name)]));
  return { ...scene, id, tags, before: old, undo: () => planCascadeRollBack(scene.context, id, ACTOR) };
}

describe('undoing a cascade', { timeout: SLOW }, () => {
  it('moves every tag back to the byte, images before their bases, each with its entry in the audit log', async () => {
    await using fleet = await openFleet();
    const scene = await cascaded(fleet);
    const after = await scene.tags();
    const id = await scene.undo();
    const { cascade, items } = await getCascade(scene.context, id);
    expect(cascade).toMatchObject({ kind: 'rollback', undoes: scene.id, state: 'planned' });
    expect(items.map(({ wave, reference }) => [wave, reference.replace(/^.*\/|:1$/g, '')])).toEqual([
      [0, 'app'],
      [1, 'other'],
      [1, 'runtime'],
      [2, 'platform'],
    ]);
    expect(items.map(({ rebase }) => rebase?.targetDigest)).toEqual(
      ['app', 'other', 'runtime', 'platform'].map((name) => scene.before[name]),
    );
    expect(await scene.tags()).toEqual(after);
    await startCascade(scene.context, id, { actor: ACTOR, reason: 'it broke' });
    expect(scene.waiting.find(({ reference }) => reference === scene.reference('platform'))?.after).toEqual(
      ['other', 'runtime'].map(scene.reference),
    );
    await scene.run();
    expect(await scene.tags()).toEqual(scene.before);
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
    const log = await listAudit(fleet.context.db, { text: undefined, limit: 20, cursor: undefined });
    const undone = log.items.filter(({ action }) => action === 'roll-back');
    expect(undone.map(({ target }) => target).at(0)).toBe(scene.reference('platform'));
    expect(undone.map(({ reason }) => reason)).toEqual(
      Array(4).fill(`it broke (undo of the cascade from ${scene.reference('base')})`),
    );
    const first = await getCascade(scene.context, scene.id);
    expect([first.undoneBy, first.canRollBack]).toEqual([id, false]);
    await expect(scene.undo()).rejects.toThrow(PlanOutdatedError);
    await expect(planCascadeRollBack(scene.context, id, ACTOR)).rejects.toThrow('rollback itself');
  });

  it('leaves out a tag that has moved since, and says where it is', async () => {
    await using fleet = await openFleet();
    const scene = await cascaded(fleet);
    const newer = await pushOn(fleet.registry, 'runtime:1', undefined, 'pushed by another');
    const id = await scene.undo();
    expect(await states(scene.context, id)).toEqual({
      ...{ app: 'planned', other: 'planned', runtime: 'skipped', platform: 'planned' },
    });
    const { items } = await getCascade(scene.context, id);
    expect(items.find(({ state }) => state === 'skipped')?.error).toContain(newer.digest);
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await scene.tags()).toEqual({ ...scene.before, runtime: newer.digest });
  });

  it('leaves a tag that moves between plan and run, and continues with the others', async () => {
    await using fleet = await openFleet();
    const scene = await cascaded(fleet);
    const id = await scene.undo();
    const newer = await pushOn(fleet.registry, 'app:1', undefined, 'pushed by another');
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await states(scene.context, id)).toMatchObject({ app: 'conflict', platform: 'succeeded' });
    expect(await scene.tags()).toEqual({ ...scene.before, app: newer.digest });
    expect((await getCascade(scene.context, id)).cascade.state).toBe('failed');
  });

  it('continues after a crash at any image, with one entry for each tag', async () => {
    await using fleet = await openFleet();
    const scene = await cascaded(fleet);
    const id = await scene.undo();
    await startCascade(scene.context, id, { actor: ACTOR });
    while (scene.waiting.length > 0) {
      await scene.runOne();
      scene.lose();
      fleet.pass(10);
      await resumeOrphans(scene.context);
    }
    expect(await scene.tags()).toEqual(scene.before);
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
    const log = await listAudit(fleet.context.db, { text: undefined, limit: 20, cursor: undefined });
    expect(log.items.filter(({ action }) => action === 'roll-back')).toHaveLength(4);
  });

  it('of an image whose process ended twice continues without it', async () => {
    await using fleet = await openFleet();
    const scene = await cascaded(fleet, { platform: 'base', app: 'platform' });
    const id = await scene.undo();
    await startCascade(scene.context, id, { actor: ACTOR });
    const [job] = scene.waiting;
    if (job === undefined) throw new Error('no job waits');
    await setAsideCascadeItem(scene.context, job);
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ app: 'failed', platform: 'succeeded' });
  });

  it('has nothing to do for an image that was rolled back alone', async () => {
    await using fleet = await openFleet();
    const scene = await cascaded(fleet, { one: 'base', two: 'base' });
    await pushOn(fleet.registry, 'one:1', undefined, 'pushed by another');
    await pushOn(fleet.registry, 'two:1', undefined, 'pushed by another');
    expect(await states(scene.context, await scene.undo())).toEqual({ one: 'skipped', two: 'skipped' });
  });

  it('is refused while it runs, and if it moved nothing', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const id = await plan(scene);
    await expect(planCascadeRollBack(scene.context, id, ACTOR)).rejects.toThrow('planned');
    await startCascade(scene.context, id, { actor: ACTOR });
    await expect(planCascadeRollBack(scene.context, id, ACTOR)).rejects.toThrow('running');
  });
});
