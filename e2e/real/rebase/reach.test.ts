import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionTo } from '../registries/connection.ts';
import { DIGEST, NAME } from '../tools/annotate.ts';
import { lookUp } from '../tools/buildah.ts';
import { type AskRegctl, openRegctl } from '../tools/regctl.ts';
import { craneRebase, UNPULLABLE, wordsOf } from './compare/crane.ts';
import { evidenceOf, sayCheck } from './compare/rebase-and-compare.ts';
import { type RebaseService, startRebaseService } from './setup/rebase-service.ts';
import {
  appRecipe,
  baseRecipe,
  openRebaseSetup,
  type RebaseSetup,
  rebaseSetupMissing,
} from './setup/rebase-setup.ts';
import { type Across, collectGarbage, corruptBlob, openAcross } from './setup/two-registries.ts';
import { runBundle, unpack } from './setup/unpack-and-run.ts';

const missing = rebaseSetupMissing();

// Many at once, from one registry into another, and no further than the operator and the registry let it.
describe.skipIf(missing)(`how far the service rebases${missing === undefined ? '' : ` (${missing})`}`, () => {
  let setup: RebaseSetup;
  let across: Across;
  let service: RebaseService;
  let regctl: AskRegctl;

  beforeAll(async () => {
    setup = await openRebaseSetup();
    across = await openAcross();
    const { registry, at } = setup;
    regctl = await openRegctl(registry);
    service = await startRebaseService({
      registries: [registry, across.bases, across.apps].map(connectionTo),
      allow: [at('*/app'), at('*/framework'), `${across.apps.host}/**`],
      keepOld: '1h',
    });
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await across?.close();
    await setup?.close();
  });

  it('as a cascade: what stands on the base, and what stands on that', async () => {
    const { registry, at } = setup;
    const base = await setup.buildBase('cascade', 1);
    const framework = await setup.buildApp('cascade', {
      ...{ push: 'cascade/framework:1', files: { '/lib/framework': 'framework\n' }, lines: [] },
    });
    const app = await setup.buildApp('cascade', { from: 'cascade/framework:1' });
    await service.track(base.reference, framework.reference, app.reference);
    await setup.buildBase('cascade', 2);
    await service.scan(app.reference);
    expect((await service.lineage(app.reference)).status).toBe('stale-by-ancestor');
    // Its own base has not moved: crane puts it on what it stands on.
    expect(await craneRebase(setup, 'cascade/app:1', [])).toBe(UNPULLABLE);

    const { state, items } = await service.cascade(base.reference);
    expect({ state, items: items.map((item) => [item.reference, item.wave, item.state]) }).toEqual({
      state: 'succeeded',
      items: [
        [framework.reference, 0, 'succeeded'],
        [app.reference, 1, 'succeeded'],
      ],
    });
    expect(await setup.prints('cascade/app:1')).toBe('library 2');
    const now = await Promise.all(['framework', 'app'].map((name) => lookUp(registry, `cascade/${name}:1`)));
    expect(now.map(({ digest }) => digest)).toEqual(items.map(({ toDigest }) => toDigest));
    for (const image of now) {
      expect(await regctl(image)).toEqual({ verdict: 'matches' });
      expect(await setup.validate(`${image.repository}:1`)).toMatch(/^PASS/);
      expect((await service.lineage(image.reference)).status).toBe('up-to-date');
    }
    expect((await wordsOf(setup, 'cascade/app:1')).annotations).toMatchObject({
      ...{ [NAME]: at('cascade/framework:1'), [DIGEST]: now[0]?.digest },
    });
    for (const { rebaseId } of items.toReversed()) await service.rollBack(rebaseId ?? '');
    const back = await Promise.all(['framework', 'app'].map((name) => lookUp(registry, `cascade/${name}:1`)));
    expect(back.map(({ digest }) => digest)).toEqual([framework.digest, app.digest]);
  }, 60_000);

  it('across registries, with every byte checked on its way', async () => {
    const { bases, apps, baseWorkshop, appWorkshop } = across;
    const base = (version: number) => baseWorkshop.build(baseRecipe('across', version));
    const first = await base(1);
    const app = await appWorkshop.build({ ...appRecipe('across'), from: first.reference, qualified: true });
    await service.track(first.reference, app.reference);
    await base(2);
    const plan = await service.plan(app.reference);
    expect(plan.copies.map(({ from }) => from)).toEqual([`${bases.host}/across/lib`]);

    const copied = plan.copies[0]?.digest ?? '';
    await corruptBlob(bases, copied);
    const failed = await service.apply(plan);
    expect(failed.state).toBe('failed');
    expect(failed.error).toContain(copied);
    expect((await lookUp(apps, 'across/app:1')).digest).toBe(app.digest);

    await corruptBlob(bases, copied);
    const { id, state } = await service.apply(plan);
    expect(state).toBe('succeeded');
    const result = await lookUp(apps, 'across/app:1');
    expect(result.digest).toBe(plan.toDigest);
    expect(await runBundle(await unpack(appWorkshop, 'across/app:1'))).toBe('library 2');
    expect(sayCheck(await (await openRegctl(apps, bases))(result))).toBe('matches');
    const now = await service.lineage(app.reference);
    expect([now.status, evidenceOf(now)]).toEqual(['up-to-date', 'annotation at manifest, verified']);
    // crane asks no token server on loopback: it looks at a copy that is the same to the byte.
    await across.copyTo(setup.registry, 'across/app:1');
    expect((await lookUp(setup.registry, 'across/app:1')).digest).toBe(plan.toDigest);
    expect(await setup.validate('across/app:1')).toMatch(/^PASS/);
    await service.rollBack(id);
    expect((await lookUp(apps, 'across/app:1')).digest).toBe(app.digest);
  }, 60_000);

  it('back to where it was, after the registry collected its garbage, by the tag that kept it', async () => {
    const { apps, baseWorkshop, appWorkshop } = across;
    const rebased = async (repository: string) => {
      const base = (version: number) => baseWorkshop.build(baseRecipe(repository, version));
      const from = (await base(1)).reference;
      const app = await appWorkshop.build({ ...appRecipe(repository), from, qualified: true });
      await service.track(app.reference);
      await base(2);
      return { app, rebase: await service.apply(await service.plan(app.reference)) };
    };
    const [kept, lost] = [await rebased('kept'), await rebased('lost')];
    const tag = lost.rebase.protectedBy?.tag.split(':').at(-1) ?? '';
    await apps.forgetTag('lost/app', tag);
    await collectGarbage(apps);
    expect((await service.refusal(`/rebases/${lost.rebase.id}/rollback`, {})).kind).toBe('base-gone');
    expect((await lookUp(apps, 'lost/app:1')).digest).toBe(lost.rebase.toDigest);
    expect(await service.rollBack(kept.rebase.id)).toMatchObject({ state: 'rolled-back' });
    expect((await lookUp(apps, 'kept/app:1')).digest).toBe(kept.app.digest);
    expect(await runBundle(await unpack(appWorkshop, 'kept/app:1'))).toBe('library 1');
  }, 60_000);

  it('only where the operator allows it, and to a new tag that this registry cannot take back', async () => {
    const base = await setup.buildBase('gate', 1);
    const app = await setup.buildApp('gate');
    await service.track(base.reference, app.reference);
    await setup.buildBase('gate', 2);
    const closed = await service.plan(app.reference, { target: setup.at('gate/elsewhere:1') });
    expect(closed.pushRefusal?.kind).toBe('not-allowed');
    expect((await service.refusal('/rebases', { planId: closed.planId })).kind).toBe('not-allowed');
    await expect(lookUp(setup.registry, 'gate/elsewhere:1')).rejects.toThrow('404');

    const target = 'gate/app:next';
    const { id, state, toDigest } = await service.apply(
      await service.plan(app.reference, { target: setup.at(target) }),
    );
    expect(state).toBe('succeeded');
    expect(await setup.prints(target)).toBe('library 2');
    const refusal = await service.refusal(`/rebases/${id}/rollback`, {});
    expect(refusal).toMatchObject({
      kind: 'not-allowed',
      detail: expect.stringContaining('did not delete it'),
    });
    expect((await lookUp(setup.registry, target)).digest).toBe(toDigest);
    expect((await lookUp(setup.registry, 'gate/app:1')).digest).toBe(app.digest);

    const { registry } = setup;
    const options = { registries: [connectionTo(registry)], allow: [`${registry.host}/**`], push: false };
    const looking = await startRebaseService(options);
    try {
      await looking.track(app.reference);
      const plan = await looking.plan(app.reference);
      expect(plan.pushRefusal?.kind).toBe('push-disabled');
      expect((await looking.refusal('/rebases', { planId: plan.planId })).kind).toBe('push-disabled');
      expect((await lookUp(registry, 'gate/app:1')).digest).toBe(app.digest);
    } finally {
      await looking.stop();
    }
  }, 60_000);
});
