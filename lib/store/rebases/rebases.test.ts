import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { RebasePlan } from '#lib/rebase/rebase.ts';
import { audit } from '../schema/rebases.ts';
import { testDatabase } from '../testing.ts';
import { endMoved, endRolledBack, listAudit } from './audit-log.ts';
import {
  deleteUnusedPlans,
  insertPlan,
  listRebases,
  openRebase,
  readPlan,
  readRebase,
  updateRebase,
} from './rebases.ts';

import { clearDoubt, noteRollBack, readDoubts } from './tag-rechecks.ts';

const database = testDatabase();
const at = new Date('2026-05-01T10:00:00Z');
const by = { actor: 'operator', reason: 'fixes' };

function plan(name: string): RebasePlan {
  const target = `r.example/${name}:1`;
  return {
    ...{ reference: target, target, fromDigest: digestOf('from'), toDigest: digestOf('to') },
    ...{ targetDigest: digestOf('from'), targetEtag: null, configMode: 'merge', resolved: [] },
    annotations: { changes: [], conflicts: [] },
    oldBase: { name: null, digest: null },
    newBase: { name: 'r.example/base:1', digest: digestOf('base') },
    ...{ platforms: [], mounts: [], copies: [], bytesToCopy: 0, documents: [], losses: [], warnings: [] },
    requests: 4,
  };
}

async function opened(name = 'app', createdAt = at) {
  const stored = await insertPlan(database(), 'rebase', plan(name), createdAt);
  return openRebase(database(), { plan: stored, ...by, cascadeId: null, steps: [], at: createdAt });
}

beforeEach(() => database().execute(sql`truncate rebases, rebase_plans cascade`));

describe('rebases', () => {
  it('allow one open rebase for a tag, and the next one after its end', async () => {
    const first = await opened();
    expect(first?.state).toBe('queued');
    expect(await opened()).toBeUndefined();
    expect(await opened('another')).toBeDefined();
    await updateRebase(database(), first?.id ?? '', { state: 'failed', finishedAt: at });
    expect(await opened()).toBeDefined();
  });

  it('allow one of two that are opened at the same time', async () => {
    const both = await Promise.all([opened(), opened(), opened()]);
    expect(both.filter((each) => each !== undefined)).toHaveLength(1);
  });

  it('of a tag never run beside a rollback of it: of two at the same time, one starts', async () => {
    const until = new Date(at.getTime() + 3600_000);
    for (let round = 0; round < 12; round += 1) {
      const name = `turn-${round}`;
      const before = await opened(name);
      if (before === undefined) throw new Error('not opened');
      await updateRebase(database(), before.id, { state: 'succeeded' });
      const [next, isNoted] = await Promise.all([opened(name), noteRollBack(database(), before, by, until)]);
      expect([name, next !== undefined, isNoted]).toEqual([name, !isNoted, isNoted]);
    }
    const before = await opened();
    if (before === undefined) throw new Error('not opened');
    await updateRebase(database(), before.id, { state: 'succeeded' });
    expect(await noteRollBack(database(), before, by, until)).toBe(true);
    expect(await opened()).toBeUndefined();
    expect(await opened('app', new Date(until.getTime() + 1))).toBeDefined();
    await clearDoubt(database(), before.id);
    expect(await noteRollBack(database(), before, by, until)).toBe(false);
  });

  it('do not change after they have finished', async () => {
    const rebase = await opened();
    const id = rebase?.id ?? '';
    await updateRebase(database(), id, { state: 'conflict' });
    expect(await updateRebase(database(), id, { state: 'running' })).toBe(false);
    expect((await readRebase(database(), id))?.rebase.state).toBe('conflict');
  });

  it('record a move once, however often they are finished', async () => {
    const rebase = await opened('moved');
    if (rebase === undefined) throw new Error('not opened');
    expect(await endMoved(database(), rebase, { steps: [], finishedAt: at }, at)).toBe(true);
    expect(await endMoved(database(), rebase, { steps: [], finishedAt: at }, at)).toBe(false);
    expect(await endRolledBack(database(), rebase, by, at)).toBe(true);
    expect(await endRolledBack(database(), rebase, by, at)).toBe(false);
    const { items } = await listAudit(database(), { text: 'moved', limit: 10, cursor: undefined });
    expect(items.map(({ action, fromDigest }) => [action, fromDigest])).toEqual([
      ['roll-back', digestOf('to')],
      ['rebase', digestOf('from')],
    ]);
  });

  it('have an audit log that cannot be changed', async () => {
    const rebase = await opened('kept');
    if (rebase === undefined) throw new Error('not opened');
    await endMoved(database(), rebase, { steps: [], finishedAt: at }, at);
    const refused = { cause: expect.objectContaining({ message: expect.stringContaining('append-only') }) };
    await expect(database().delete(audit)).rejects.toMatchObject(refused);
    await expect(database().update(audit).set({ actor: 'x' })).rejects.toMatchObject(refused);
    await expect(database().execute(sql`truncate audit`)).rejects.toMatchObject(refused);
  });

  it('are listed page by page, newest first, by state and by name', async () => {
    const names = Array.from({ length: 7 }, (_, n) => `app-${n}`);
    for (const [n, name] of names.entries())
      await opened(name, new Date(at.getTime() + Math.floor(n / 2) * 1000));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listRebases(database(), { state: 'queued', text: 'app-', limit: 3, cursor });
      seen.push(...page.items.map(({ target }) => target));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(names.map((name) => `r.example/${name}:1`));
    expect(seen[0]).toContain('app-6');
    const none = await listRebases(database(), { state: undefined, text: '%', limit: 3, cursor: undefined });
    expect(none.items).toEqual([]);
  });

  it('keep their plans; plans that nobody executed are deleted after a while', async () => {
    const unused = await insertPlan(database(), 'rebase', plan('unused'), at);
    const rebase = await opened('used');
    await deleteUnusedPlans(database(), new Date(at.getTime() + 1));
    expect(await readPlan(database(), unused.id)).toBeUndefined();
    expect(await readPlan(database(), rebase?.planId ?? '')).toBeDefined();
  });
});

describe('rows of another version', () => {
  const rewrite = (set: ReturnType<typeof sql>) => database().execute(sql`update rebases set ${set}`);

  it('a plan from before plans had a version is upcast', async () => {
    const rebase = await opened();
    await database().execute(
      sql`update rebase_plans set plan = plan - 'version' - 'resolved' - 'annotations'`,
    );
    const { plan: read } = (await readPlan(database(), rebase?.planId ?? '')) ?? {};
    expect(read).toEqual({
      ...plan('app'),
      resolved: [
        { reference: 'r.example/base:1', digest: digestOf('base') },
        { reference: 'r.example/app:1', digest: digestOf('from') },
        { reference: 'r.example/app:1', digest: digestOf('from') },
      ],
    });
  });

  it('an unreadable row is named in the error, and does not hide others', async () => {
    const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const [broken, fine] = [await opened('broken'), await opened('fine')];
    await rewrite(sql`recheck_until = now()`);
    await rewrite(sql`steps = '{"version": 7}' where target like '%broken%'`);
    await database().execute(
      sql`update rebase_plans set plan = '{"version": 7}' where id = ${broken?.planId ?? ''}`,
    );
    const says = `the plan ${broken?.planId} cannot be read: it is of version 7, which this Baseboard does not know.`;
    await expect(readPlan(database(), broken?.planId ?? '')).rejects.toThrow(says);
    await expect(readRebase(database(), broken?.id ?? '')).rejects.toThrow(
      `the steps of the rebase ${broken?.id} cannot be read`,
    );
    const query = { state: undefined, text: undefined, limit: 10, cursor: undefined };
    expect((await listRebases(database(), query)).items).toHaveLength(2);
    expect((await readDoubts(database(), 10)).map(({ id }) => id)).toEqual([fine?.id]);
    await readDoubts(database(), 10);
    expect(warning).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining(broken?.id ?? ''),
      'StoredJsonError',
    );
    warning.mockRestore();
  });
});
