import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Status } from '#lib/lineage/vocabulary/status.ts';
import { CHANGE, type Change } from '#lib/notify/channel.ts';
import { nextStep, rulesOf, type Situation } from '#lib/notify/policy/next-step.ts';
import { images } from '../schema/images.ts';
import { notificationStates } from '../schema/notifications.ts';
import { testDatabase } from '../testing.ts';
import { addVerdict, trackAt } from '../testing-verdicts.ts';
import { readCandidates } from './candidates.ts';
import { insertChannel, type StoredChannel } from './channels.ts';
import { addStates, applySkips } from './notification-states.ts';

const database = testDatabase();
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const STATUS_OF: Readonly<Record<Change, Status>> = {
  stale: 'stale',
  broken: 'broken',
  unknown: 'unknown',
  fresh: 'up-to-date',
};

async function openChannel(
  filter: string,
  changes: readonly Change[],
  created: Date,
): Promise<StoredChannel> {
  const channel = await insertChannel(database(), {
    id: crypto.randomUUID(),
    name: `channel ${Math.random()}`,
    kind: 'email',
    preset: null,
    destination: { recipients: ['a@example.com'] },
    sealedDestination: null,
    filter,
    changes: [...changes],
    coolDownHours: 0,
    enabled: true,
    createdAt: created,
    createdBy: 'a test',
  });
  if (channel === undefined) throw new Error('the name is taken');
  return channel;
}

beforeEach(async () => {
  await database().execute(sql`truncate images, channels cascade`);
});

const states = async () => {
  const { rows } = await database().execute<{ reference: string; change: Change; alarmed: boolean }>(sql`
    select reference, change, alarmed from notification_states join images on images.id = image_id
    order by reference`);
  return rows;
};

describe('the rules in the database', () => {
  it.each<[readonly Change[]]>([
    [[]],
    [CHANGE],
    [['stale']],
    [['stale', 'broken', 'fresh']],
    [['unknown', 'fresh']],
  ])('match the policy in every situation, for changes %j', async (changes) => {
    const db = database();
    const situations = new Map<string, Situation>();
    const channel = await openChannel('repo:in/*', changes, at(0));
    for (const current of CHANGE) {
      for (const change of CHANGE) {
        for (const alarmed of [true, false]) {
          for (const matches of [true, false]) {
            for (const snoozed of [true, false]) {
              const name = `${current}-${change}-${alarmed}-${snoozed}`;
              const reference = `r.test/${matches ? 'in' : 'out'}/${name}:1`;
              const id = await trackAt(db, reference, at(0));
              await addVerdict(db, id, reference, at(1), { status: STATUS_OF[current] });
              if (snoozed) await db.update(images).set({ holdId: id }).where(eq(images.id, id));
              await db
                .insert(notificationStates)
                .values({ channelId: channel.id, imageId: id, change, alarmed });
              situations.set(reference, { current, state: { change, alarmed }, matches, snoozed });
            }
          }
        }
      }
    }
    const rules = rulesOf(changes);
    const { candidates, unreadable } = await readCandidates(db, channel, rules, at(2));
    await applySkips(db, channel, rules);
    const steps = [...situations].map(([reference, situation]) => ({
      reference,
      situation,
      step: nextStep(changes, situation),
    }));
    expect(unreadable).toEqual([]);
    expect(candidates.map(({ reference }) => reference).toSorted()).toEqual(
      steps.flatMap(({ reference, step }) => (step.kind === 'notify' ? [reference] : [])).toSorted(),
    );
    for (const { reference, change, state } of candidates) {
      expect({ current: change, state }).toEqual({
        current: situations.get(reference)?.current,
        state: situations.get(reference)?.state,
      });
    }
    expect(await states()).toEqual(
      steps
        .map(({ reference, situation, step }) => ({
          reference,
          ...(step.kind === 'skip' ? step.next : situation.state),
        }))
        .toSorted((a, b) => (a.reference < b.reference ? -1 : 1)),
    );
  });
});

describe('a new state', () => {
  it('is that of the verdict when the channel started to watch, or of the first one', async () => {
    const db = database();
    const track = async (name: string, ...verdicts: readonly (readonly [number, Status])[]) => {
      const reference = `r.test/${name}:1`;
      const id = await trackAt(db, reference, at(0));
      for (const [minute, status] of verdicts)
        await addVerdict(db, id, reference, at(minute), { status, words: `${minute}` });
    };
    await track('before', [1, 'stale'], [2, 'broken'], [20, 'up-to-date']);
    await track('later', [11, 'pinned'], [12, 'stale']);
    await track('never');
    await track('other/app', [1, 'stale']);
    const channel = await openChannel('-repo:other/*', CHANGE, at(10));
    await addStates(db, channel);
    const expected = [
      { reference: 'r.test/before:1', change: 'broken', alarmed: true },
      { reference: 'r.test/later:1', change: 'fresh', alarmed: false },
    ];
    expect(await states()).toEqual(expected);
    await addStates(db, channel);
    expect(await states()).toEqual(expected);
  });
});

it('a candidate has its facts: since when, behind since when, and its changes within a day', async () => {
  const db = database();
  const day = 24 * 60;
  const reference = 'r.test/app:1';
  const id = await trackAt(db, reference, at(0));
  const behindSince = at(2 * day).toISOString();
  await addVerdict(db, id, reference, at(1), { status: 'up-to-date', baseName: 'r.test/base:1' });
  const channel = await openChannel('', CHANGE, at(2));
  await addStates(db, channel);
  for (const [minute, status] of [
    [day, 'stale'],
    [2 * day, 'pinned'],
    [2 * day + 5, 'stale'],
  ] as const) {
    await addVerdict(db, id, reference, at(minute), {
      status,
      baseName: 'r.test/base:1',
      behindSince,
      words: `${minute}`,
    });
  }
  // The verdict's finding changes, its status does not.
  await addVerdict(db, id, reference, at(2 * day + 9), {
    status: 'stale',
    baseName: 'r.test/base:1',
    behindSince,
  });
  const { candidates } = await readCandidates(db, channel, rulesOf(CHANGE), at(2 * day + 10));
  expect(candidates).toMatchObject([
    {
      imageId: id,
      reference,
      status: 'stale',
      change: 'stale',
      state: { change: 'fresh', alarmed: false },
      since: at(2 * day + 5),
      behindSince: at(2 * day),
      base: { name: 'r.test/base:1', digest: null, currentDigest: null },
    },
  ]);
  expect(
    candidates[0]?.recent.map(({ status, previousStatus }) => `${previousStatus} > ${status}`).toSorted(),
  ).toEqual(['pinned > stale', 'stale > pinned', 'stale > stale']);
});
