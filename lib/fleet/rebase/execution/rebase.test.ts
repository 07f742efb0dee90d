import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { push } from '#lib/registry/memory/image-builder.ts';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { trackImages } from '../../images/track-images.ts';
import { checkImage } from '../../scan/check-image.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { collectGarbage, layered, pushOn } from '../../testing-images.ts';
import { PlanOutdatedError, RebaseRefusedError } from '../errors.ts';
import { previewAnnotate, previewRebase } from '../planning/plan-rebase.ts';
import { getRebase } from '../read-rebases.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { rebaseFleet, staleApp } from '../testing.ts';
import { releaseOldDigests } from './protect-old-digest.ts';
import { rollBackRebase } from './roll-back-rebase.ts';
import { applyRebase } from './start-rebase.ts';

const openFleet = fleetTests();
const CONSENT = { actor: 'operator', reason: 'a fix in the base' };

/** An app on a base whose tag moves on; its plan. */
async function planned(fleet: TestFleet, push: Parameters<typeof rebaseFleet>[1] = {}) {
  const { app } = await staleApp(fleet);
  const rebasing = rebaseFleet(fleet, push);
  const { stored } = await previewRebase(rebasing.context, { reference: app.reference });
  const now = () => rebasing.digest(app.reference);
  return { ...rebasing, app, plan: stored.plan, planId: stored.id, now };
}

const record = async ({ context }: TestFleet) => {
  const { items } = await listAudit(context.db, { text: undefined, limit: 10, cursor: undefined });
  return items.map(({ action, actor, reason, fromDigest, toDigest }) => ({
    action,
    actor,
    reason,
    fromDigest,
    toDigest,
  }));
};

describe('a rebase', { timeout: SLOW }, () => {
  it('ends with the planned digest, and is recorded: who, what, from, to, why', async () => {
    await using fleet = await openFleet();
    const { context, run, app, plan, planId, now } = await planned(fleet);
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    expect((await getRebase(context, id)).rebase.state).toBe('succeeded');
    expect(await now()).toBe(plan.toDigest);
    expect(await record(fleet)).toEqual([
      { action: 'rebase', ...CONSENT, fromDigest: app.digest, toDigest: plan.toDigest },
    ]);
  });

  it('that is asked for twice is one', async () => {
    await using fleet = await openFleet();
    const { context, run, planId } = await planned(fleet);
    const first = await applyRebase(context, planId, CONSENT);
    expect((await applyRebase(context, planId, CONSENT)).id).toBe(first.id);
    await run();
    expect(await record(fleet)).toHaveLength(1);
  });

  it('of a tag that another plan is moving waits for its end', async () => {
    await using fleet = await openFleet();
    const { context, app, planId } = await planned(fleet);
    await applyRebase(context, planId, CONSENT);
    const { stored } = await previewRebase(context, {
      reference: app.reference,
      configMode: 'keep-original',
    });
    await expect(applyRebase(context, stored.id, CONSENT)).rejects.toThrow(/being moved by another rebase/);
  });

  it.each([
    ['the image’s tag', 'apps/shop:1'],
    ['the base’s tag', 'base:1'],
  ])('is outdated where %s moved since the plan', async (_, path) => {
    await using fleet = await openFleet();
    const { context, planId } = await planned(fleet);
    await pushOn(fleet.registry, path, undefined, 'pushed by another');
    await expect(applyRebase(context, planId, CONSENT)).rejects.toThrow(PlanOutdatedError);
    expect(await record(fleet)).toEqual([]);
  });

  it('whose process was killed before its job was in the queue continues', async () => {
    await using fleet = await openFleet();
    const { context, run, lose, plan, planId, now } = await planned(fleet);
    const { id } = await applyRebase(context, planId, CONSENT);
    lose();
    fleet.pass(10);
    await resumeOrphans(context);
    await run();
    expect((await getRebase(context, id)).rebase.state).toBe('succeeded');
    expect(await now()).toBe(plan.toDigest);
  });

  it('is tried again where the registry misses for a moment what it was just given', async () => {
    await using fleet = await openFleet();
    const { context, run, plan, planId, now } = await planned(fleet);
    const body = JSON.stringify({ errors: [{ code: 'DIGEST_INVALID' }] });
    const refused = { kind: 'status', status: 400, body } as const;
    fleet.registry.faults.add({ fault: refused, method: 'PUT', path: /manifests/, times: 2 });
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    expect((await getRebase(context, id)).rebase.state).toBe('succeeded');
    expect(await now()).toBe(plan.toDigest);
    expect(await record(fleet)).toHaveLength(1);
  });

  it('needs the gate open when it is asked for, and again when it runs', async () => {
    await using fleet = await openFleet();
    let open = true;
    const refusal = () => (open ? undefined : { kind: 'not-allowed' as const, detail: 'closed meanwhile' });
    const { context, run, app, planId, now } = await planned(fleet, { refusal });
    const { id } = await applyRebase(context, planId, CONSENT);
    open = false;
    await run();
    expect((await getRebase(context, id)).rebase).toMatchObject({
      state: 'failed',
      error: 'closed meanwhile',
    });
    expect(await now()).toBe(app.digest);
    await expect(applyRebase(context, planId, CONSENT)).rejects.toThrow(RebaseRefusedError);
  });
});

describe('a rebase to another tag', { timeout: SLOW }, () => {
  /** An app, its rebase to a tag of another image or of none, and what that tag holds. */
  async function toTarget(fleet: TestFleet, exists: boolean) {
    const { registry } = fleet;
    const base = await pushOn(registry, 'base:1');
    const app = await pushOn(registry, 'apps/shop:1', base);
    const held = exists ? (await pushOn(registry, 'apps/shop:next', base, 'held before')).digest : null;
    await trackImages(fleet.context, [app.reference], true);
    await fleet.runJobs();
    await pushOn(registry, 'base:1', undefined, 'base, next');
    fleet.pass(60);
    const rebasing = rebaseFleet(fleet);
    const target = `${registry.host}/apps/shop:next`;
    const { stored } = await previewRebase(rebasing.context, { reference: app.reference, target });
    return { ...rebasing, app, held, target, plan: stored.plan, planId: stored.id };
  }

  it('that exists records that tag’s own digests, and puts it back to what it held', async () => {
    await using fleet = await openFleet();
    const { context, run, app, held, target, plan, planId, digest } = await toTarget(fleet, true);
    expect(plan).toMatchObject({ fromDigest: app.digest, targetDigest: held });
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    expect(await digest(target)).toBe(plan.toDigest);
    expect(await record(fleet)).toMatchObject([
      { action: 'rebase', fromDigest: held, toDigest: plan.toDigest },
    ]);
    await rollBackRebase(context, id, CONSENT);
    expect(await digest(target)).toBe(held);
    expect(await digest(app.reference)).toBe(app.digest);
    expect(await record(fleet)).toMatchObject([
      { action: 'roll-back', fromDigest: plan.toDigest, toDigest: held },
      { action: 'rebase' },
    ]);
  });

  it('that exists puts nothing over what somebody put there meanwhile', async () => {
    await using fleet = await openFleet();
    const { context, run, target, planId, digest } = await toTarget(fleet, true);
    const { id } = await applyRebase(context, planId, CONSENT);
    const newer = await pushOn(fleet.registry, 'apps/shop:next', undefined, 'pushed by another');
    await run();
    expect((await getRebase(context, id)).rebase.state).toBe('conflict');
    expect(await digest(target)).toBe(newer.digest);
    expect(await record(fleet)).toEqual([]);
  });

  it('that is new records none before, and deletes it again', async () => {
    await using fleet = await openFleet();
    const { context, run, target, plan, planId } = await toTarget(fleet, false);
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    expect(await record(fleet)).toMatchObject([
      { action: 'rebase', fromDigest: null, toDigest: plan.toDigest },
    ]);
    await rollBackRebase(context, id, CONSENT);
    await expect(context.registry.resolve(parseReference(target))).rejects.toThrow();
    expect(await record(fleet)).toMatchObject([
      { action: 'roll-back', fromDigest: plan.toDigest, toDigest: null },
      { action: 'rebase' },
    ]);
  });

  it.each([400, 403, 405])(
    'that is new, and not deleted by the registry (%i), stays and says so',
    async (status) => {
      await using fleet = await openFleet();
      const { context, run, target, plan, planId, digest } = await toTarget(fleet, false);
      const { id } = await applyRebase(context, planId, CONSENT);
      await run();
      fleet.registry.faults.add({ fault: { kind: 'status', status }, method: 'DELETE' });
      await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(/this registry did not delete it/);
      expect((await getRebase(context, id)).rebase.state).toBe('succeeded');
      expect(await digest(target)).toBe(plan.toDigest);
      expect(await record(fleet)).toHaveLength(1);
    },
  );

  it('that appeared since the plan is left alone', async () => {
    await using fleet = await openFleet();
    const { context, target, planId, digest } = await toTarget(fleet, false);
    const newer = await pushOn(fleet.registry, 'apps/shop:next', undefined, 'pushed by another');
    await expect(applyRebase(context, planId, CONSENT)).rejects.toThrow(PlanOutdatedError);
    expect(await digest(target)).toBe(newer.digest);
  });
});

describe('taking a rebase back', { timeout: SLOW }, () => {
  it('restores the exact digest and is recorded; again changes nothing', async () => {
    await using fleet = await openFleet();
    const { context, run, app, planId, now } = await planned(fleet);
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    for (const _ of ['once', 'again']) await rollBackRebase(context, id, { actor: 'operator', reason: null });
    expect(await now()).toBe(app.digest);
    expect((await record(fleet)).map(({ action }) => action)).toEqual(['roll-back', 'rebase']);
  });

  it('leaves a tag that moved on, and one that was never moved', async () => {
    await using fleet = await openFleet();
    const { context, run, planId, now } = await planned(fleet);
    const { id } = await applyRebase(context, planId, CONSENT);
    await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(/nothing to roll back/);
    await run();
    const newer = await pushOn(fleet.registry, 'apps/shop:1', undefined, 'pushed by another');
    await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(PlanOutdatedError);
    expect(await now()).toBe(newer.digest);
  });

  it('says so where garbage collection took the old digest', async () => {
    await using fleet = await openFleet();
    const { context, run, planId } = await planned(fleet);
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    collectGarbage(fleet.registry, 'apps/shop');
    await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(/nothing to roll back to/);
  });

  it('is possible after garbage collection where a tag keeps the old digest, until its time is over', async () => {
    await using fleet = await openFleet();
    const { context, run, app, planId, now, digest } = await planned(fleet, { keepOldSeconds: 3600 });
    const { id } = await applyRebase(context, planId, CONSENT);
    await run();
    const { protectedTag } = (await getRebase(context, id)).rebase;
    expect(protectedTag).toMatch(/^.*\/apps\/shop:baseboard-rollback-[0-9a-f]{16}$/);
    expect(await digest(protectedTag ?? '')).toBe(app.digest);
    collectGarbage(fleet.registry, 'apps/shop');
    await releaseOldDigests(context);
    await rollBackRebase(context, id, CONSENT);
    expect(await now()).toBe(app.digest);
    fleet.pass(3601);
    await releaseOldDigests(context);
    const gone = context.registry.resolve(parseReference(protectedTag ?? ''));
    await expect(gone).rejects.toThrow();
    expect(await now()).toBe(app.digest);
  });
});

describe('annotating', { timeout: SLOW }, () => {
  it('writes what other evidence verified, by the same gates, record and way back', async () => {
    await using fleet = await openFleet();
    const { registry } = fleet;
    const base = await pushOn(registry, 'base:1');
    const reference = `${registry.host}/apps/plain:1`;
    const before = await push(registry.registry, reference, layered(base.recipe, 'plain'));
    await trackImages(fleet.context, [base.reference, reference], true);
    await fleet.runJobs();
    const { context, run, digest } = rebaseFleet(fleet);
    const evidence = async () => {
      const { links } = await checkImage(context, { reference, refresh: true, at: undefined });
      return links[0]?.base?.evidence.map(({ kind }) => kind);
    };
    expect(await evidence()).toEqual(['layers']);
    const { stored } = await previewAnnotate(context, { reference });
    const { id } = await applyRebase(context, stored.id, CONSENT);
    await run();
    expect(await digest(reference)).toBe(stored.plan.toDigest);
    expect(await evidence()).toContain('annotation');
    expect(await record(fleet)).toMatchObject([{ action: 'annotate', ...CONSENT }]);
    // It says so itself now: there is nothing to add.
    await expect(previewAnnotate(context, { reference })).rejects.toThrow(RebaseRefusedError);
    await rollBackRebase(context, id, CONSENT);
    expect(await digest(reference)).toBe(before);
  });
});
