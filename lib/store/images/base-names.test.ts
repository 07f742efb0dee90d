import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { baseNames, images } from '../schema/images.ts';
import { testDatabase } from '../testing.ts';
import { forgetBaseNames } from './base-names.ts';

const database = testDatabase();

const names = async () => (await database().select().from(baseNames)).map(({ name }) => name).toSorted();

/** Midnight of a day of the test. */
const day = (n: number) => new Date(n * 86_400_000);

/** Inserts an image as a process of any version does: nobody mentions the names. */
const insert = (tag: string, baseName: string | null, ancestors: string[]) =>
  database()
    .insert(images)
    .values({
      ...{ reference: `r.test/a:${tag}`, registry: 'r.test', repository: 'a', tag },
      ...{ baseName, ancestors, addedAt: new Date(0) },
    });

it('has the bases of all images, whoever writes them, until no image has them', async () => {
  await insert('1', 'r.test/b:1', ['r.test/b:1', 'r.test/os:1']);
  await insert('2', 'r.test/last-known:1', []);
  await insert('3', null, ['r.test/os:1']);
  expect(await names()).toEqual(['r.test/b:1', 'r.test/last-known:1', 'r.test/os:1']);
  await database().execute(
    sql`update images set ancestors = '{r.test/os:2}', base_name = null where tag = '1'`,
  );
  expect(await names()).toEqual(['r.test/b:1', 'r.test/last-known:1', 'r.test/os:1', 'r.test/os:2']);
  await forgetBaseNames(database(), day(1));
  expect(await names()).toEqual(['r.test/last-known:1', 'r.test/os:1', 'r.test/os:2']);
  await database().execute(sql`delete from images where tag in ('2', '3')`);
  await forgetBaseNames(database(), new Date(day(2).getTime() - 1));
  expect(await names()).toHaveLength(3);
  await forgetBaseNames(database(), day(2));
  expect(await names()).toEqual(['r.test/os:2']);
});

it('waits for those who write images before it forgets a name', async () => {
  const db = database();
  await db.insert(baseNames).values({ name: 'r.test/late:1' });
  let forgetting: Promise<void> | undefined;
  await db.transaction(async (writer) => {
    await writer.insert(images).values({
      ...{ reference: 'r.test/late/a:1', registry: 'r.test', repository: 'late/a', tag: '1' },
      ...{ baseName: 'r.test/late:1', ancestors: ['r.test/late:1'], addedAt: new Date(0) },
    });
    forgetting = forgetBaseNames(db, day(3));
    const waits = async () =>
      (await db.execute(sql`select from pg_locks where not granted and relation = 'images'::regclass`)).rows;
    await expect.poll(waits, { timeout: 20_000 }).toHaveLength(1);
  });
  await forgetting;
  expect(await names()).toContain('r.test/late:1');
});
