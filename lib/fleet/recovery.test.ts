import { describe, expect, it } from 'vitest';
import { endMoved } from '#lib/store/rebases/audit-log.ts';
import { createScan } from '#lib/store/scans/scans.ts';
import { trackImages } from './images/track-images.ts';
import { applyRebase } from './rebase/execution/start-rebase.ts';
import { previewRebase } from './rebase/planning/plan-rebase.ts';
import { getRebase } from './rebase/read-rebases.ts';
import { rebaseFleet } from './rebase/testing.ts';
import { createRecovery } from './recovery.ts';
import { getScan, scanImages } from './scan/scan-images.ts';
import { fleetTests, SLOW } from './testing.ts';
import { pushOn } from './testing-images.ts';

const openFleet = fleetTests();

describe('recovery', { timeout: SLOW }, () => {
  it('ends a scan whose jobs are gone, and says that what it had left has failed', async () => {
    await using fleet = await openFleet();
    const { context } = fleet;
    let elapsed = 0;
    const recover = createRecovery(context, () => elapsed);
    const app = await pushOn(fleet.registry, 'app:1');
    await trackImages(context, [app.reference], false);
    const orphan = await createScan(context.db, [{ registry: 'r', total: 3 }], context.clock());
    const waiting = await scanImages(context, undefined);
    await recover();
    elapsed = 31_000;
    await recover();
    expect(await getScan(context, orphan.id)).toMatchObject({ total: 3, done: 0, failed: 3 });
    expect(await fleet.settle()).toContainEqual({
      type: 'scan',
      id: orphan.id,
      checked: 0,
      changed: 0,
      unreachable: 0,
      skipped: 0,
      state: 'done',
      total: 3,
      done: 0,
      failed: 3,
    });
    expect(await getScan(context, waiting.id)).toMatchObject({ total: 1, done: 0, failed: 0 });
  });

  it('scans what was moved by a process that died before it could have it scanned', async () => {
    await using fleet = await openFleet();
    const base = await pushOn(fleet.registry, 'base:1');
    const app = await pushOn(fleet.registry, 'apps/shop:1', base);
    await trackImages(fleet.context, [app.reference], false);
    await fleet.runJobs();
    await pushOn(fleet.registry, 'base:1', undefined, 'base, next');
    const { context, lose } = rebaseFleet(fleet);
    const { stored } = await previewRebase(context, { reference: app.reference });
    const { id } = await applyRebase(context, stored.id, { actor: 'operator', reason: null });
    lose();
    fleet.pass(60);
    const { rebase } = await getRebase(context, id);
    await endMoved(context.db, rebase, { steps: [], finishedAt: context.clock() }, context.clock());
    const recover = createRecovery(context);
    await recover();
    expect(fleet.jobs).toHaveLength(0);
    fleet.pass(20);
    await recover();
    expect(fleet.jobs).toHaveLength(1);
    await fleet.runJobs();
    await recover();
    expect(fleet.jobs).toHaveLength(0);
  });

  it('goes on with everything else where one step fails', async () => {
    await using fleet = await openFleet();
    const { context } = rebaseFleet(fleet);
    const broken = {
      ...context,
      queue: {
        ...context.queue,
        holdsScan: async () => {
          throw new Error('a step failed');
        },
      },
    };
    await createScan(context.db, [{ registry: 'r', total: 1 }], context.clock());
    const asked = fleet.noticesAsked();
    await expect(createRecovery(broken)()).rejects.toThrow('a step failed');
    expect(fleet.noticesAsked()).toBe(asked + 1);
  });
});
