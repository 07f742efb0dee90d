import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/compute-digest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { recordSightings } from '../registries/tag-observations.ts';
import { nextCheckNumbers } from '../scans/check-numbers.ts';
import { writeVerdicts } from '../scans/verdicts.ts';
import { testDatabase } from '../testing.ts';
import { judged, trackAt } from '../testing-verdicts.ts';
import { hastenTags } from './hasten-tags.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');
const NAMES = ['r.test/a:1', 'r.test/a:2', 'r.test/ab:1', 's.test/a:1'];
const [OLD, NEW] = [digestOf('old'), digestOf('new')];
const NOW = 0;

/** Seconds until each tag is requested that is requested before others. */
async function waits() {
  const { rows } = await database().execute<{ reference: string; seconds: number }>(sql`
    select reference, greatest(0, round(extract(epoch from next_check_at - now())))::int as seconds from tags
    where urgent order by reference`);
  return Object.fromEntries(rows.map(({ reference, seconds }) => [reference, seconds]));
}

const change = (values: ReturnType<typeof sql>) => database().execute(sql`update tags set ${values}`);
const rest = () => change(sql`urgent = false, next_check_at = now() + interval '1 hour'`);
const hasten = (...names: string[]) => hastenTags(database(), names.map(parseReference));

beforeAll(async () => {
  for (const name of NAMES) await trackAt(database(), name, AT);
});

describe('tags that somebody says have moved', () => {
  it('are requested at once; a repository stands for all its tags', async () => {
    await rest();
    await hasten('r.test/a:1', 'r.test/unknown:1');
    expect(await waits()).toEqual({ 'r.test/a:1': NOW });
    await hastenTags(database(), [{ registry: 'r.test', repository: 'a' }]);
    expect(await waits()).toEqual({ 'r.test/a:1': NOW, 'r.test/a:2': NOW });
  });

  it('are requested again after a message that came after the last time, ten seconds apart', async () => {
    await rest();
    await change(sql`hastened_at = now() - interval '1 second'`);
    await hasten('s.test/a:1');
    expect(await waits()).toEqual({ 's.test/a:1': 9 });
    // A later message neither delays the check nor adds one.
    await change(sql`next_check_at = now() + interval '3 seconds'`);
    await hasten('s.test/a:1');
    expect(await waits()).toEqual({ 's.test/a:1': 3 });
    await rest();
    await change(sql`hastened_at = now() - interval '8 seconds'`);
    await hasten('s.test/a:1');
    expect(await waits()).toEqual({ 's.test/a:1': 5 });
  });

  it('are not requested where every verdict was judged with the digest that is said', async () => {
    await change(sql`hastened_at = null`);
    const name = 'r.test/judged:1';
    const id = await trackAt(database(), name, AT);
    const hint = { ...parseReference(name), digest: NEW };
    const judge = async (digest: typeof OLD) => {
      const inputs = { [name]: digest, [`declared ${name}`]: null };
      await writeVerdicts(database(), [{ ...judged(id, name, AT, { status: 'root' }), inputs }]);
    };
    const see = async (digest: typeof OLD) => {
      const [look = 0] = await nextCheckNumbers(database(), 1);
      await recordSightings(database(), [{ tag: name, digest, at: AT, look }]);
    };
    const isRequestedAfter = async (...hints: (typeof hint)[]) => {
      await rest();
      await hastenTags(database(), hints);
      return name in (await waits());
    };
    expect(await isRequestedAfter(hint)).toBe(true);
    await see(NEW);
    await judge(OLD);
    expect(await isRequestedAfter(hint)).toBe(true);
    await judge(NEW);
    expect(await isRequestedAfter(hint)).toBe(false);
    expect(await isRequestedAfter(hint, { ...hint, digest: OLD })).toBe(true);
    await change(sql`failures = 1`);
    expect(await isRequestedAfter(hint)).toBe(true);
  });
});
