import { describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { listAudit } from '#lib/store/rebases/audit-log.ts';
import { updateRebase } from '#lib/store/rebases/rebases.ts';
import { trackImages } from '../../images/track-images.ts';
import { fleetTests, SLOW, type TestFleet } from '../../testing.ts';
import { pushOn } from '../../testing-images.ts';
import { startCascade } from '../cascade/control-cascade.ts';
import { planCascade } from '../cascade/plan-cascade.ts';
import { getCascade } from '../cascade/read-cascades.ts';
import { applyRebase } from '../execution/start-rebase.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { getRebase } from '../read-rebases.ts';
import { rebaseFleet } from '../testing.ts';
import { setAsideCascadeItem, setAsideRebase } from './set-aside-rebase.ts';

const openFleet = fleetTests();
const CONSENT = { actor: 'operator', reason: null };

async function planned(fleet: TestFleet) {
  const base = await pushOn(fleet.registry, 'base:1');
  const app = await pushOn(fleet.registry, 'apps/shop:1', base);
  await trackImages(fleet.context, [base.reference, app.reference], true);
  await fleet.runJobs();
  await pushOn(fleet.registry, 'base:1', undefined, 'base, next');
  fleet.pass(60);
  return { ...rebaseFleet(fleet), base, app };
}

const moves = async ({ context }: TestFleet) =>
  (await listAudit(context.db, { text: undefined, limit: 10, cursor: undefined })).items;

describe('a rebase that ended its process twice', { timeout: SLOW }, () => {
  it('has failed with its reason where its tag is unchanged, and gives the tag free', async () => {
    await using fleet = await openFleet();
    const { context, app, lose } = await planned(fleet);
    const { stored } = await previewRebase(context, { reference: app.reference });
    const { id } = await applyRebase(context, stored.id, CONSENT);
    lose();
    await setAsideRebase(context, id);
    const { rebase } = await getRebase(context, id);
    expect([rebase.state, rebase.error]).toEqual([
      'failed',
      'The Baseboard process ended twice during this rebase, so it is not tried again. The tag is unchanged. Plan it again to repeat it.',
    ]);
    expect((await applyRebase(context, stored.id, CONSENT)).id).not.toBe(id);
  });

  it('has succeeded, and is recorded, where it had moved its tag', async () => {
    await using fleet = await openFleet();
    const { context, app, run, lose, digest } = await planned(fleet);
    const { stored } = await previewRebase(context, { reference: app.reference });
    const { id } = await applyRebase(context, stored.id, CONSENT);
    // The process died after the registry had put the tag, before it noted more than that it would be.
    const { rebase } = await getRebase(context, id);
    const steps = rebase.steps.map(
      (step) => ({ ...step, state: step.kind === 'tag' ? 'running' : 'done' }) as const,
    );
    await run();
    const moved = await digest(app.reference);
    expect(moved).toBe(stored.plan.toDigest);
    await context.db.execute(
      `update rebases set state = 'running', finished_at = null, steps = '${JSON.stringify(steps)}' where id = '${id}'`,
    );
    await context.db.execute('alter table audit disable trigger all');
    await context.db.execute('delete from audit');
    lose();
    await setAsideRebase(context, id);
    expect((await getRebase(context, id)).rebase.state).toBe('succeeded');
    expect((await moves(fleet)).map(({ rebaseId }) => rebaseId)).toEqual([id]);
  });

  it('ends its cascade’s branch, and the cascade', async () => {
    await using fleet = await openFleet();
    const { context, base, app, waiting, lose, digest } = await planned(fleet);
    const cascadeId = await planCascade(context, { reference: base.reference, actor: 'operator' });
    await startCascade(context, cascadeId, { actor: 'operator' });
    const [job] = waiting;
    if (job === undefined) return expect.unreachable();
    lose();
    await setAsideCascadeItem(context, job);
    const { cascade, items } = await getCascade(context, cascadeId);
    expect(cascade.state).toBe('failed');
    expect(items.map(({ state, error }) => [state, error?.slice(0, 34)])).toEqual([
      ['failed', 'The Baseboard process ended twice '],
    ]);
    expect(await digest(app.reference)).toBe(app.digest);
  });

  it('stays open where its registry does not say how its tag is', async () => {
    await using fleet = await openFleet();
    const { context, app, lose } = await planned(fleet);
    const { stored } = await previewRebase(context, { reference: app.reference });
    const { id } = await applyRebase(context, stored.id, CONSENT);
    lose();
    await updateRebase(context.db, id, { state: 'running' });
    fleet.registry.faults.add({ fault: { kind: 'status', status: 500 } });
    await expect(setAsideRebase(context, id)).rejects.toMatchObject({ name: 'RegistryError' });
    fleet.registry.faults.clear();
    expect((await getRebase(context, id)).rebase.state).toBe('running');
    expect(parseReference(app.reference).tag).toBe('1');
  });
});
