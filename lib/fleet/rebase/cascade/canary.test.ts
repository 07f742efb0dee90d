import { describe, expect, it } from 'vitest';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { fleetTests, SLOW } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { RebaseRefusedError } from '../errors.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { startCascade } from './control-cascade.ts';
import { getCascade } from './read-cascades.ts';
import { ACTOR, moved, plan, states } from './testing.ts';

const openFleet = fleetTests();

describe('the first one of a cascade', { timeout: SLOW }, () => {
  it('runs alone, then the cascade pauses; resumed, the rest runs', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { one: 'base', two: 'base', app: 'one' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR, canary: scene.reference('one'), reason: 'fixes' });
    expect(scene.waiting.map(({ reference }) => reference)).toEqual([scene.reference('one')]);
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ one: 'succeeded', two: 'waiting', app: 'waiting' });
    expect((await getCascade(scene.context, id)).cascade.state).toBe('paused');
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ one: 'succeeded', two: 'succeeded', app: 'succeeded' });
    const { items } = await listAudit(fleet.context.db, { text: undefined, limit: 9, cursor: undefined });
    expect(items.map(({ reason }) => reason)).toEqual(
      Array(3).fill(`fixes (cascade from ${scene.reference('base')})`),
    );
  });

  it('that fails pauses the cascade too', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { one: 'base', two: 'base' });
    const id = await plan(scene);
    await pushOn(fleet.registry, 'one:1', undefined, 'pushed by another');
    await startCascade(scene.context, id, { actor: ACTOR, canary: scene.reference('one') });
    await scene.run();
    expect(await states(scene.context, id)).toEqual({ one: 'conflict', two: 'waiting' });
    expect((await getCascade(scene.context, id)).cascade.state).toBe('paused');
  });

  it('whose job is lost runs again alone: nothing else starts', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { one: 'base', two: 'base' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR, canary: scene.reference('two') });
    scene.lose();
    fleet.pass(10);
    await resumeOrphans(scene.context);
    expect(scene.waiting.map(({ reference }) => reference)).toEqual([scene.reference('two')]);
    await scene.run();
    await resumeOrphans(scene.context);
    expect(scene.waiting).toEqual([]);
    expect(await states(scene.context, id)).toEqual({ one: 'waiting', two: 'succeeded' });
  });

  it('ends a cascade that has no other image', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { one: 'base' });
    const id = await plan(scene);
    await startCascade(scene.context, id, { actor: ACTOR, canary: scene.reference('one') });
    await scene.run();
    expect((await getCascade(scene.context, id)).cascade.state).toBe('succeeded');
  });

  it('is one that waits for no other', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { one: 'base', app: 'one' });
    const id = await plan(scene);
    for (const canary of [scene.reference('app'), scene.reference('none')]) {
      const start = startCascade(scene.context, id, { actor: ACTOR, canary });
      await expect(start).rejects.toThrow(RebaseRefusedError);
    }
    expect((await getCascade(scene.context, id)).cascade.state).toBe('planned');
  });
});
