import { describe, expect, it } from 'vitest';
import { push } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import type { Registry } from '#lib/registry/registry.ts';
import { executePlan } from './execute.ts';
import { rollBack } from './roll-back.ts';
import { appOn, newBase, scene, tagOf, trouble } from './testing-scene.ts';

describe('rolling back', () => {
  it('restores the exact digest, once', async () => {
    const registry = createMemoryRegistry();
    const { app, plan, fromDigest } = await scene(registry, 'r.test');
    await executePlan(registry, plan);
    const question = { target: app, toDigest: plan.toDigest, backTo: fromDigest };
    expect(await rollBack(registry, question)).toEqual({ kind: 'rolled-back' });
    expect(await tagOf(registry, app)).toBe(fromDigest);
    expect(await rollBack(registry, question)).toEqual({ kind: 'rolled-back' });
  });

  it('leaves a tag that moved on', async () => {
    const registry = createMemoryRegistry();
    const { app, plan, fromDigest } = await scene(registry, 'r.test');
    await executePlan(registry, plan);
    const newer = await push(registry, 'r.test/apps/shop:1', appOn(newBase).runtime({ User: 'x' }));
    const outcome = await rollBack(registry, { target: app, toDigest: plan.toDigest, backTo: fromDigest });
    expect(outcome).toEqual({ kind: 'moved', found: newer });
    expect(await tagOf(registry, app)).toBe(newer);
  });

  it('says so where the old digest was collected', async () => {
    const registry = createMemoryRegistry();
    const { app, plan, fromDigest } = await scene(registry, 'r.test');
    await executePlan(registry, plan);
    const { tag: _, ...place } = app;
    await registry.deleteManifest({ ...place, digest: fromDigest });
    const outcome = await rollBack(registry, { target: app, toDigest: plan.toDigest, backTo: fromDigest });
    expect(outcome).toEqual({ kind: 'old-gone' });
    expect(await tagOf(registry, app)).toBe(plan.toDigest);
  });

  it('takes a tag away that was new', async () => {
    const registry = createMemoryRegistry();
    const { app, plan } = await scene(registry, 'r.test');
    await executePlan(registry, plan);
    const question = { target: app, toDigest: plan.toDigest, backTo: null };
    const stubborn: Registry = {
      ...registry,
      deleteManifest: async (target) => {
        throw trouble('unsupported', 'delete-manifest', target.registry);
      },
    };
    expect(await rollBack(stubborn, question)).toMatchObject({ kind: 'cannot-delete' });
    expect(await rollBack(registry, question)).toEqual({ kind: 'rolled-back' });
    await expect(registry.resolve(app)).rejects.toThrow();
  });
});
