import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseReference } from '#lib/oci/reference.ts';
import { insertImages } from '../images/tracked-images.ts';
import { testDatabase } from '../testing.ts';
import { hastenTags } from './hasten-tags.ts';
import { claimTags, dueAgain, extendClaim, releaseClaim } from './tag-claims.ts';
import { finishClaim } from './tag-plans.ts';
import { countDueTags } from './tag-schedule.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');
const LEASE = 60;

beforeEach(async () => {
  await database().execute(sql`delete from images`);
  await database().execute(sql`delete from tags`);
  await database().execute(sql`delete from tag_turns`);
  await database().execute(sql`delete from registries`);
});

/** Tracks images of a registry, whose tags are due. */
async function due(registry: string, count: number) {
  const names = Array.from({ length: count }, (_, n) => parseReference(`${registry}/app-${n}:1`));
  await insertImages(database(), names, AT);
  await change(sql`next_check_at = now() - interval '1 minute'`, sql`registry = ${registry}`);
}

const change = (values: ReturnType<typeof sql>, which = sql`true`) =>
  database().execute(sql`update tags set ${values} where ${which}`);

async function claim(limit: number, perRegistry = 2) {
  const id = randomUUID();
  const tags = await claimTags(database(), { claim: id, limit, perRegistry, leaseSeconds: LEASE });
  return { id, tags, names: tags.map(({ reference }) => reference), host: tags[0]?.reference.split('/')[0] };
}

describe('batches of tags', () => {
  it('hold each tag once, however many are claimed at the same time', async () => {
    await due('r.test', 100);
    await due('s.test', 100);
    const batches = await Promise.all(Array.from({ length: 16 }, () => claim(20, 100)));
    const names = batches.flatMap((batch) => batch.names);
    // Claims at the same time may find every registry taken by others.
    for (let more = await claim(20, 100); more.tags.length > 0; more = await claim(20, 100))
      names.push(...more.names);
    expect([names.length, new Set(names).size]).toEqual([200, 200]);
  });

  it('are of each registry in turn: one with many tags does not hold up another', async () => {
    await due('large.test', 50);
    await due('small.test', 2);
    const hosts: (string | undefined)[] = [];
    for (let times = 0; times < 4; times += 1) hosts.push((await claim(10, 100)).host);
    expect(hosts).toEqual(['large.test', 'small.test', 'large.test', 'large.test']);
    expect([...(await countDueTags(database()))]).toEqual([['large.test', 20]]);
  });

  it('are a few of one registry at a time; what somebody waits for is first and may have one more', async () => {
    await due('r.test', 9);
    expect([
      (await claim(3)).tags.length,
      (await claim(3)).tags.length,
      (await claim(3)).tags.length,
    ]).toEqual([3, 3, 0]);
    const waiting = sql`reference = (select max(reference) from tags where claim is null)`;
    const { rows } = await database().execute<{ reference: string }>(
      sql`select reference from tags where ${waiting}`,
    );
    await hastenTags(database(), [parseReference(rows[0]?.reference ?? '')]);
    await change(sql`next_check_at = now() - interval '1 second'`, waiting);
    expect((await claim(1)).names).toEqual([rows[0]?.reference]);
  });

  it('wait for a registry whose requests are paused, by the database’s clock', async () => {
    await due('r.test', 1);
    await database().execute(
      sql`insert into registries (host, state, paused_until) values ('r.test', 'rate-limited', now() + interval '59 minutes')`,
    );
    expect((await claim(9)).tags).toEqual([]);
    await database().execute(sql`update registries set paused_until = now() - interval '1 second'`);
    expect((await claim(9)).tags).toHaveLength(1);
  });

  it.each([
    ['does not answer, which may be one process’s fault', 'unreachable', '30 seconds'],
    ['is paused for longer than any pause, by a clock that is ahead', 'rate-limited', '3 hours'],
  ])('do not wait for a registry that %s', async (_, state, time) => {
    await due('r.test', 1);
    await database().execute(
      sql`insert into registries (host, state, paused_until) values ('r.test', ${state}, now() + ${time}::interval)`,
    );
    expect((await claim(9)).tags).toHaveLength(1);
  });

  it('hold tags that are not due, to compare verdicts with them', async () => {
    await due('r.test', 1);
    await change(sql`next_check_at = now() + interval '1 day', judge_at = now() - interval '1 second'`);
    const { id, tags } = await claim(9);
    expect(tags).toMatchObject([{ isDue: false, attempts: 1 }]);
    const [{ reference, nextCheckAt } = { reference: '', nextCheckAt: null }] = tags;
    await finishClaim(database(), id, [
      {
        reference,
        tier: 'quiet',
        seconds: 7 * 86_400,
        until: nextCheckAt,
        retrySeconds: null,
        byHook: false,
      },
    ]);
    const { rows } = await database().execute(sql`
      select next_check_at = ${nextCheckAt?.toISOString()}::timestamptz as kept, claim, judge_at as judge from tags`);
    expect(rows).toEqual([{ kept: true, claim: null, judge: null }]);
  });
});

it('a tag that somebody waits for, claimed to compare verdicts with it, is still requested before others', async () => {
  await due('r.test', 1);
  await change(
    sql`next_check_at = now() + interval '9 seconds', judge_at = now() - interval '1 second', urgent = true`,
  );
  const { id, tags } = await claim(9);
  expect(tags).toMatchObject([{ isDue: false }]);
  await extendClaim(database(), id, LEASE);
  const [{ reference, nextCheckAt } = { reference: '', nextCheckAt: null }] = tags;
  const end = { reference, tier: 'quiet', seconds: 86_400, until: nextCheckAt, retrySeconds: null };
  await finishClaim(database(), id, [{ ...end, byHook: false }]);
  const { rows } = await database().execute(sql`
    select urgent, hastened_at as "hastenedAt", next_check_at < now() + interval '10 seconds' as soon from tags`);
  expect(rows).toEqual([{ urgent: true, hastenedAt: null, soon: true }]);
});

describe('a batch', () => {
  it('is another’s once its process has not extended it; what the first one ends then changes nothing', async () => {
    await due('r.test', 1);
    const first = await claim(9);
    expect(await extendClaim(database(), first.id, LEASE)).toBe(true);
    expect((await claim(9)).tags).toEqual([]);
    // The process is dead, and the time of the claim passes.
    await change(
      sql`claimed_until = now() - interval '1 second', next_check_at = now() - interval '1 second'`,
    );
    const second = await claim(9);
    expect(second.tags).toMatchObject([{ isDue: true, attempts: 2 }]);
    expect(await extendClaim(database(), first.id, LEASE)).toBe(false);
    await releaseClaim(database(), first.id, 0);
    const [reference = ''] = first.names;
    const end = { reference, tier: 'quiet', seconds: 60, until: null, retrySeconds: null, byHook: false };
    await finishClaim(database(), first.id, [end]);
    expect(await extendClaim(database(), second.id, LEASE)).toBe(true);
    await finishClaim(database(), second.id, [end]);
    const { rows } = await database().execute(sql`
      select attempts, claim, next_check_at between now() + interval '59 s' and now() + interval '67 s' as planned from tags`);
    expect(rows).toEqual([{ attempts: 0, claim: null, planned: true }]);
  });

  it('keeps what somebody asked for while it was worked on', async () => {
    await due('r.test', 1);
    const { id, names } = await claim(9);
    const [reference = ''] = names;
    await hastenTags(database(), names.map(parseReference));
    await finishClaim(database(), id, [
      { reference, tier: 'quiet', seconds: 86_400, until: null, retrySeconds: null, byHook: false },
    ]);
    const { rows } = await database().execute(sql`
      select urgent, next_check_at <= now() + interval '10 seconds' as soon from tags`);
    expect(rows).toEqual([{ urgent: true, soon: true }]);
  });
});

it('tags that were planned while the database’s clock was ahead are due again, and so are those of a batch', async () => {
  await due('r.test', 3);
  const at = (n: number) => sql`reference = ${`r.test/app-${n}:1`}`;
  await change(sql`next_check_at = now() + interval '1 day', interval_seconds = 3600`, at(0));
  await change(sql`next_check_at = now() + interval '50 minutes', interval_seconds = 3600`, at(1));
  await change(sql`claim = gen_random_uuid(), claimed_until = now() + interval '1 day'`, at(2));
  await dueAgain(database());
  expect((await claim(9)).names.sort()).toEqual(['r.test/app-0:1', 'r.test/app-2:1']);
});
