import { describe, expect, it } from 'vitest';
import { clockTime } from '#lib/lineage/words/time-words.ts';
import { AT, on, own } from '#lib/registry/testing/quirk-proxy.ts';
import { readRollBackEnd } from '#lib/store/rebases/tag-lock.ts';
import { SLOW } from '../../testing.ts';
import { previewRebase } from '../planning/plan-rebase.ts';
import { recheckUnclearTags } from '../recovery/recheck-unclear-tags.ts';
import { resumeOrphans } from '../recovery/resume-orphans.ts';
import { rollBackRebase } from './roll-back-rebase.ts';
import { applyRebase } from './start-rebase.ts';
import { CONSENT, downFromTheMove, quirkyFleet } from './testing-quirks.ts';

const { opened, passTime } = quirkyFleet(5);

describe('a move that nobody could see', { timeout: SLOW }, () => {
  it('is recorded once the registry shows it; its rebase stays open till then', async () => {
    const { proxy, context, run, plan, app, state, now, record } = await opened();
    proxy.quirk = downFromTheMove();
    await run();
    expect(await state()).toEqual({ state: 'running', error: expect.stringContaining('unclear') });
    passTime(60);
    await resumeOrphans(context);
    await run();
    expect((await state()).state).toBe('running');
    proxy.quirk = undefined;
    passTime(60);
    await resumeOrphans(context);
    await run();
    expect(await state()).toEqual({ state: 'succeeded', error: null });
    expect(await now()).toBe(plan.toDigest);
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
  });

  it('is recorded where the PUT arrives after it was given up', async () => {
    const { proxy, context, run, plan, app, id, state, now, record } = await opened();
    let arrive = async () => {};
    proxy.quirk = on(AT.tagPut, async (_, pass) => {
      arrive = async () => void (await pass());
      return own(504);
    });
    await run();
    proxy.quirk = undefined;
    expect((await state()).state).toBe('failed');
    await recheckUnclearTags(context);
    expect((await state()).state).toBe('failed');
    await arrive();
    await recheckUnclearTags(context);
    expect(await state()).toEqual({ state: 'succeeded', error: null });
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
    await rollBackRebase(context, id, CONSENT);
    expect(await now()).toBe(app.digest);
  });

  it('and that somebody moved on is recorded, and ends in a conflict', async () => {
    const { proxy, run, plan, app, state, now, record, pushOther } = await opened();
    let newer = '';
    proxy.quirk = on(AT.tagPut, async (_, pass) => {
      await pass();
      newer = await pushOther();
      return own(504);
    });
    await run();
    expect(await state()).toEqual({
      state: 'conflict',
      error: expect.stringContaining('somebody moved it again'),
    });
    expect(await now()).toBe(newer);
    const move = { action: 'rebase', fromDigest: app.digest, toDigest: plan.toDigest };
    expect(await record()).toEqual([move]);
  });

  it('is a way back that is recorded once the registry shows it', async () => {
    const { proxy, context, run, plan, app, id, state, now, record } = await opened();
    await run();
    proxy.quirk = downFromTheMove();
    await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(
      /unclear whether the tag was put back/,
    );
    expect((await state()).state).toBe('succeeded');
    await recheckUnclearTags(context);
    expect(await record()).toHaveLength(1);
    proxy.quirk = undefined;
    await recheckUnclearTags(context);
    expect((await state()).state).toBe('rolled-back');
    expect(await now()).toBe(app.digest);
    expect(await record()).toMatchObject([
      { action: 'roll-back', fromDigest: plan.toDigest, toDigest: app.digest },
      { action: 'rebase' },
    ]);
  });

  it('is a way back that keeps other rebases waiting, says until when, and is settled by another undo', async () => {
    const { proxy, context, run, app, id, state } = await opened();
    await run();
    proxy.quirk = downFromTheMove();
    await expect(rollBackRebase(context, id, CONSENT)).rejects.toThrow(/undo it again/);
    proxy.quirk = undefined;
    const { stored } = await previewRebase(context, { reference: app.reference });
    const until = await readRollBackEnd(context.db, app.reference, context.clock());
    const end = clockTime(until?.toISOString() ?? '', context.clock().getTime());
    await expect(applyRebase(context, stored.id, CONSENT)).rejects.toThrow(
      `at most until ${end}. To find out now, undo the earlier rebase again.`,
    );
    await rollBackRebase(context, id, CONSENT);
    expect((await state()).state).toBe('rolled-back');
    expect((await applyRebase(context, stored.id, CONSENT)).state).toBe('queued');
  });
});
