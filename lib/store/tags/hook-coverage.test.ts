import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { HookKind } from '#lib/hooks/hook-kind.ts';
import { recordDeliveries } from '../hooks/deliveries.ts';
import { insertHook, updateHook } from '../hooks/hooks.ts';
import { testDatabase } from '../testing.ts';
import { trackAt } from '../testing-verdicts.ts';
import { replanCovered } from './hook-coverage.ts';
import { readTagFacts, savePlans } from './tag-plans.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');
const hoursLater = (hours: number) => new Date(AT.getTime() + hours * 3_600_000);
const NAMES = ['r.test/a:1', 'r.test/b:1', 's.test/a:1', 's.test/b:1'];

async function hookOf(kind: HookKind) {
  const settings = { name: kind, kind, registry: null, map: {}, serviceAccount: null, sealedSecret: null };
  const id = crypto.randomUUID();
  await insertHook(database(), { ...settings, id, pathHash: id, createdAt: AT, createdBy: 'ada' });
  return id;
}

const call = (hookId: string, registry: string, repository: string, more: object = {}) =>
  recordDeliveries(database(), [
    {
      ...{ hookId, at: AT, outcome: 'accepted', test: false, accepted: 1, hinted: 1, hints: [] },
      reported: [{ registry, repository }],
      ...more,
    },
  ]);

async function covered(now = hoursLater(1)) {
  const facts = await readTagFacts(database(), NAMES, now);
  return facts
    .filter(({ coveredByHook }) => coveredByHook)
    .map(({ reference }) => reference)
    .sort();
}

it('a hook covers the repositories that it has reported, or their registry, while it is heard', async () => {
  for (const name of NAMES) await trackAt(database(), name, AT);
  const hub = await hookOf('docker-hub');
  const whole = await hookOf('distribution');
  expect(await covered()).toEqual([]);
  await call(hub, 'r.test', 'a', { test: true, reported: [] });
  expect(await covered()).toEqual([]);
  await call(hub, 'r.test', 'a');
  expect(await covered()).toEqual(['r.test/a:1']);
  await call(whole, 's.test', 'a');
  expect(await covered()).toEqual(['r.test/a:1', 's.test/a:1', 's.test/b:1']);
  // Whatever it reports, a hook that calls is alive.
  await call(hub, 'r.test', 'a', { at: hoursLater(5), outcome: 'not-tracked', reported: [] });
  expect(await covered(hoursLater(25))).toEqual(['r.test/a:1']);
  expect(await covered(hoursLater(30))).toEqual([]);
  await updateHook(database(), hub, { disabled: true });
  expect(await covered()).toEqual(['s.test/a:1', 's.test/b:1']);
});

it('tags are planned again when a hook begins to report them or falls silent', async () => {
  const replanned = async (now: Date) => {
    await replanCovered(database(), now);
    const { rows } = await database().execute<{ reference: string }>(
      sql`select reference from tags where replan order by reference`,
    );
    const names = rows.map(({ reference }) => reference);
    const facts = await readTagFacts(database(), names, now);
    await savePlans(
      database(),
      facts.map(({ reference, coveredByHook: byHook }) => ({
        reference,
        tier: 'quiet',
        seconds: 60,
        byHook,
      })),
    );
    return names;
  };
  expect(await replanned(AT)).toEqual(NAMES);
  expect(await replanned(AT)).toEqual([]);
  expect(await replanned(hoursLater(25))).toEqual(['s.test/a:1', 's.test/b:1']);
  await database().execute(sql`update tags set tier = 'incomplete'`);
  expect(await replanned(AT)).toEqual([]);
  await database().execute(sql`delete from images`);
  await database().execute(sql`delete from tags`);
  await replanCovered(database(), AT);
  expect((await database().execute(sql`select from hook_repositories`)).rows).toEqual([]);
});
