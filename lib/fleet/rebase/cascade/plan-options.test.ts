import { describe, expect, it } from 'vitest';
import { fleetTests, SLOW } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { RebaseRefusedError } from '../errors.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { startCascade } from './control-cascade.ts';
import { getCascade } from './read-cascades.ts';
import { ACTOR, moved, plan, states } from './testing.ts';

const openFleet = fleetTests();

async function refusalOf(promise: Promise<unknown>) {
  const error = await promise.catch((caught: unknown) => caught);
  if (!(error instanceof RebaseRefusedError)) throw new Error('it was not refused');
  return error.refusal;
}

describe('an image that is stale below', { timeout: SLOW }, () => {
  it('is offered the cascade along its chain, which makes it current', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, {
      platform: 'base',
      runtime: 'platform',
      app: 'runtime',
      other: 'platform',
    });
    const name = scene.reference;
    const refusal = await refusalOf(previewRebase(scene.context, { reference: name('app') }));
    expect(refusal).toMatchObject({
      kind: 'already-current',
      instead: ['rebase-chain'],
      cascade: {
        reference: name('base'),
        to: name('app'),
        chain: ['platform', 'runtime', 'app'].map(name),
      },
    });
    const id = await plan(scene, { to: name('app') });
    expect(await states(scene.context, id)).toEqual({
      platform: 'planned',
      runtime: 'planned',
      app: 'planned',
    });
    expect((await getCascade(scene.context, id)).cascade.chainTo).toBe(name('app'));
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    await fleet.runJobs();
    const again = await refusalOf(previewRebase(scene.context, { reference: name('app') }));
    expect([again.kind, again.cascade]).toEqual(['already-current', undefined]);
  });

  it('is rebased with the bases of its chain that nobody tracks', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { platform: 'base', app: 'platform' }, ['platform']);
    const id = await plan(scene, { to: scene.reference('app') });
    expect(await states(scene.context, id)).toEqual({ platform: 'planned', app: 'planned' });
  });

  it('has no chain from what it is not based on', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const elsewhere = await pushOn(fleet.registry, 'elsewhere:1');
    const refusal = await refusalOf(
      plan(scene, { reference: elsewhere.reference, to: scene.reference('app') }),
    );
    expect(refusal.kind).toBe('not-based-on');
  });
});

describe('an image that is left out', { timeout: SLOW }, () => {
  it('stays as it is, with those based on it, and each says so', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, {
      platform: 'base',
      runtime: 'platform',
      app: 'runtime',
      other: 'platform',
    });
    const id = await plan(scene, { exclude: [scene.reference('runtime')] });
    expect(await states(scene.context, id)).toEqual({
      ...{ platform: 'planned', runtime: 'skipped', app: 'skipped', other: 'planned' },
    });
    const { items } = await getCascade(scene.context, id);
    const why = (name: string) => items.find(({ reference }) => reference === scene.reference(name))?.error;
    expect(why('runtime')).toBe('Left out of this plan.');
    expect(why('app')).toContain('runtime:1, its base, is left out.');
    await startCascade(scene.context, id, { actor: ACTOR });
    await scene.run();
    expect(await scene.digest(scene.reference('runtime'))).toBe(scene.old('runtime'));
    expect(await scene.digest(scene.reference('other'))).not.toBe(scene.old('other'));
  });

  it('has to be in the cascade: a mistyped name would be rebased', async () => {
    await using fleet = await openFleet();
    const scene = await moved(fleet, { app: 'base' });
    const refusal = await refusalOf(plan(scene, { exclude: [scene.reference('ap')] }));
    expect(refusal.detail).toContain('/ap:1 is not part of this cascade');
  });
});

it('the hazards of each image are in the plan, and the reason in the audit log', {
  timeout: SLOW,
}, async () => {
  await using fleet = await openFleet();
  const scene = await moved(fleet, { app: 'base' });
  const id = await plan(scene);
  const { items } = await getCascade(scene.context, id);
  const [item] = items;
  expect(item?.warnings.every(({ detail }) => detail !== '')).toBe(true);
  const alone = await previewRebase(scene.context, { reference: scene.reference('app') });
  expect(item?.warnings).toEqual(alone.stored.plan.warnings);
  await startCascade(scene.context, id, { actor: ACTOR, reason: 'CVE-2026-1' });
  await scene.run();
  const { cascade, items: done } = await getCascade(scene.context, id);
  expect(cascade.reason).toBe('CVE-2026-1');
  expect(done[0]?.finishedAt).not.toBeNull();
});
