import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../testing.ts';
import { trackAt } from '../testing-verdicts.ts';
import { hastenTags } from './hasten-tags.ts';

const database = testDatabase();
const AT = new Date('2026-01-02T03:04:05Z');
const NAMES = ['r.test/a:1', 'r.test/a:2', 'r.test/ab:1', 's.test/a:1'];

/** Seconds until each tag is requested, and whether before others. */
async function waits() {
  const { rows } = await database().execute<{ reference: string; seconds: number; urgent: boolean }>(sql`
    select reference, round(extract(epoch from next_look_at - now()))::int as seconds, urgent from tags
    order by reference`);
  return Object.fromEntries(rows.map((row) => [row.reference, row.urgent ? row.seconds : 'later']));
}

describe('tags that somebody says have moved', () => {
  it('are requested within seconds; a repository stands for all its tags', async () => {
    for (const name of NAMES) await trackAt(database(), name, AT);
    expect(await hastenTags(database(), ['r.test/a:1', 'r.test/unknown:1'], [])).toBe(1);
    expect(await waits()).toMatchObject({ 'r.test/a:1': 5, 'r.test/a:2': 'later' });
    expect(await hastenTags(database(), ['r.test/a:1'], ['r.test/a'])).toBe(2);
    expect(await waits()).toEqual({
      'r.test/a:1': 5,
      'r.test/a:2': 5,
      'r.test/ab:1': 'later',
      's.test/a:1': 'later',
    });
  });

  it('are requested again after a message that came after the last check, ten seconds apart', async () => {
    const set = (values: ReturnType<typeof sql>) =>
      database().execute(sql`update tags set ${values} where reference = 's.test/a:1'`);
    await set(
      sql`urgent = false, asked_at = now() - interval '1 second', next_look_at = now() + interval '1 hour'`,
    );
    await hastenTags(database(), ['s.test/a:1'], []);
    expect(await waits()).toMatchObject({ 's.test/a:1': 9 });
    // A later message neither delays the check nor adds one.
    await set(sql`next_look_at = now() + interval '3 seconds'`);
    await hastenTags(database(), ['s.test/a:1'], []);
    expect(await waits()).toMatchObject({ 's.test/a:1': 3 });
  });
});
