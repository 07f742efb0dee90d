import { describe, expect, it } from 'vitest';
import type { HookKind } from '#lib/hooks/hook-kind.ts';
import { hookDeliveries } from '#lib/store/schema/hooks.ts';
import { fleetTests, SLOW } from '../testing.ts';
import { changeHook, createHook, removeHook, testHook } from './manage-hooks.ts';
import { ADA, prepared } from './testing.ts';

const openFleet = fleetTests();

describe('a hook', { timeout: SLOW }, () => {
  it('stores no secret that the database alone reveals, and shows each once', async () => {
    await using fleet = await openFleet();
    const { made, hook } = await prepared(fleet);
    const stored = JSON.stringify(hook);
    expect(made.secret).not.toBe(made.pathSecret);
    for (const secret of [made.secret, made.pathSecret]) expect(stored).not.toContain(secret);
    const settings = {
      name: 'hub',
      kind: 'docker-hub' as const,
      registry: null,
      map: {},
      serviceAccount: null,
    };
    const open = await createHook(fleet.context, settings, ADA);
    expect([open.secret, open.hook.sealedSecret]).toEqual([open.pathSecret, null]);
  });

  it('is not found while it is disabled, nor once it is removed', async () => {
    await using fleet = await openFleet();
    const { intake, made, hook, calls, deliveries } = await prepared(fleet);
    await calls();
    expect(await deliveries()).toHaveLength(1);
    await changeHook(fleet.context, hook.id, { disabled: true }, ADA);
    expect(await intake.find(made.pathSecret)).toBeUndefined();
    await changeHook(fleet.context, hook.id, { disabled: false, name: 'renamed' }, ADA);
    expect(await intake.find(made.pathSecret)).toMatchObject({ name: 'renamed' });
    await removeHook(fleet.context, hook.id, ADA);
    expect(await intake.find(made.pathSecret)).toBeUndefined();
    // A call that came before is dropped with its hook.
    await calls();
    await intake.flush();
    expect(await fleet.context.db.$count(hookDeliveries)).toBe(0);
    await expect(deliveries()).rejects.toThrow('There is no hook');
    await expect(removeHook(fleet.context, hook.id, ADA)).rejects.toThrow('There is no hook');
    await expect(changeHook(fleet.context, hook.id, {}, ADA)).rejects.toThrow('There is no hook');
  });

  it('keeps its last 20 calls', async () => {
    await using fleet = await openFleet();
    const { calls, deliveries, event, intake } = await prepared(fleet);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all(Array.from({ length: 9 }, () => calls()));
      await intake.flush();
      fleet.pass(1);
    }
    await calls(event('base', `sha256:${'0'.repeat(64)}`));
    const kept = await deliveries();
    expect(kept.map(({ outcome }) => outcome)).toEqual(['accepted', ...Array(19).fill('not-a-push')]);
  });

  it('is tested with a hint at a tracked tag of its registry, and that is not hearing from it', async () => {
    await using fleet = await openFleet();
    const { intake, hook, check, made, deliveries } = await prepared(fleet);
    const tested = await testHook(fleet.context, intake, hook.id, undefined);
    expect(tested).toMatchObject({ test: true, outcome: 'accepted', accepted: 1 });
    expect(await check()).toHaveLength(1);
    expect((await deliveries())[0]).toMatchObject({ test: true, hints: [{ effect: 'unchanged' }] });
    const named = await testHook(fleet.context, intake, hook.id, 'nobody.test/knows/it:1');
    expect(named).toMatchObject({ outcome: 'not-tracked', hints: [{ reference: 'nobody.test/knows/it:1' }] });
    expect((await intake.find(made.pathSecret))?.lastHeardAt).toBeNull();
  });

  it.each([
    [{ kind: 'zot' as const }, 'zot does not say which registry it is'],
    [{ registry: 'http://r.test' }, 'is not a host'],
    [{ map: { inside: 'not-a-host/x' } }, 'does not begin with a registry’s host'],
  ])('is not created with %j', async (change, problem) => {
    await using fleet = await openFleet();
    const settings = {
      name: 'x',
      kind: 'distribution' as HookKind,
      registry: null,
      map: {},
      serviceAccount: null,
    };
    await expect(createHook(fleet.context, { ...settings, ...change }, ADA)).rejects.toThrow(problem);
  });
});
