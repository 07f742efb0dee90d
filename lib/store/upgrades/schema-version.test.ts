import { sql } from 'drizzle-orm';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { writeFlag } from '../service/flags.ts';
import { createTestDatabase } from '../testing.ts';
import { MIGRATIONS, statementsOf } from '../testing-migrations.ts';
import { openDatabase } from './open-database.ts';
import { LAST_CONTRACTION, recordContraction } from './schema-version.ts';

/** Time for the first start of a database on a busy machine, in milliseconds. */
const SLOW = 60_000;
const NEXT = { tag: 'of a newer version', when: (MIGRATIONS.at(-1)?.when ?? 0) + 1 };

/** A database that a newer version of Baseboard has migrated, with what it recorded about older ones. */
async function upgradedByNewer(contraction: string | undefined) {
  const url = await createTestDatabase();
  const { db, close } = await openDatabase(url);
  await db.execute(sql`insert into migrations (hash, created_at) values (${NEXT.tag}, ${NEXT.when})`);
  await db.execute(sql`alter table images add column of_a_newer_version text`);
  if (contraction !== undefined) await recordContraction(db, [...MIGRATIONS, NEXT], contraction);
  await close();
  return url;
}

describe('a database that a newer version has upgraded', { timeout: SLOW }, () => {
  it('is used if the upgrade only added to it', async () => {
    const url = await upgradedByNewer(LAST_CONTRACTION);
    const { db, close } = await openDatabase(url);
    const { rows } = await db.execute(sql`select max(created_at) as newest from migrations`);
    expect(Number(rows[0]?.newest)).toBe(NEXT.when);
    await close();
  });

  it('is refused, with what to do, if the upgrade took something away', async () => {
    const url = await upgradedByNewer(NEXT.tag);
    await expect(openDatabase(url)).rejects.toThrow(
      /cannot be used: a newer version of Baseboard has upgraded it.*Start that version or a later one, or restore a backup/,
    );
  });

  it('is refused if the newer version recorded nothing', async () => {
    const url = await createTestDatabase();
    const { db, close } = await openDatabase(url);
    await db.execute(sql`insert into migrations (hash, created_at) values ('?', ${NEXT.when})`);
    await db.execute(sql`delete from flags`);
    await close();
    await expect(openDatabase(url)).rejects.toThrow('cannot be used: a newer version');
  });

  it('keeps what the newest version recorded when an older one starts again', async () => {
    const url = await upgradedByNewer(LAST_CONTRACTION);
    const { db, close } = await openDatabase(url);
    await writeFlag(db, 'oldest-schema', NEXT.when);
    await recordContraction(db, MIGRATIONS);
    await close();
    await expect(openDatabase(url)).rejects.toThrow('a newer version');
  });
});

it('waits for a table that another connection has locked', { timeout: SLOW }, async () => {
  const url = await createTestDatabase();
  const last = MIGRATIONS.at(-1)?.when ?? 0;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  // The rewriting of verdicts runs again, and needs the table.
  await client.query(`delete from flags where name = 'verdict-facts'`);
  await client.query('begin; lock table images in access exclusive mode');
  const opening = openDatabase(url);
  const waits = async () => {
    const { rows } = await client.query(
      `select count(*)::int as n from pg_locks where not granted and relation = 'images'::regclass`,
    );
    return rows[0].n;
  };
  await expect.poll(waits, { timeout: 20_000 }).toBe(1);
  // Its wait ends by itself, so that others get the table in between.
  await expect.poll(waits, { timeout: 20_000 }).toBe(0);
  await client.query('commit');
  await client.end();
  const { db, close } = await opening;
  const { rows } = await db.execute(sql`select max(created_at) as newest from migrations`);
  expect(Number(rows[0]?.newest)).toBe(last);
  await close();
});

describe('migrations since the last contraction only add', () => {
  /** What breaks a process of the version before, which reads and writes as it always did. */
  const TAKES_AWAY: readonly RegExp[] = [
    /\bdrop\s+(?:table|column|type|view|schema|default|sequence)\b/i,
    /\brename\b/i,
    /\bset\s+not\s+null\b/i,
    /\bset\s+data\s+type\b|\balter\s+column\s+\S+\s+type\b/i,
    /\btruncate\b/i,
    // A new column or constraint that an insert of the version before does not satisfy.
    /\badd\s+column\b(?!.*\bdefault\b).*\bnot\s+null\b/i,
    /\badd\s+constraint\b.*\b(?:unique|check|foreign\s+key|exclude)\b/i,
    /\bcreate\s+unique\s+index\b/i,
  ];
  const takesAway = (statement: string) =>
    TAKES_AWAY.some((rule) => rule.test(statement.replaceAll('\n', ' ')));

  it.each([
    'ALTER TABLE "images" DROP COLUMN "look"',
    'ALTER TABLE "images" ADD COLUMN "x" text NOT NULL',
    'ALTER TABLE "images" RENAME COLUMN "look" TO "number"',
    'ALTER TABLE "images" ALTER COLUMN "tag" SET NOT NULL',
    'ALTER TABLE "images" ALTER COLUMN "tag" SET DATA TYPE bigint',
    'CREATE UNIQUE INDEX "x" ON "images" ("tag")',
  ])('%s takes something away', (statement) => expect(takesAway(statement)).toBe(true));

  const since = MIGRATIONS.slice(MIGRATIONS.findIndex(({ tag }) => tag === LAST_CONTRACTION) + 1);
  /** Tables that the version before does not know: their first constraints bind nobody else. */
  const added = new Set(
    since.flatMap((each) =>
      statementsOf(each).flatMap((text) => /create table "([^"]+)"/i.exec(text)?.[1] ?? []),
    ),
  );
  const isAboutOld = (statement: string) => {
    const table = /(?:alter table|create unique index "[^"]+" on) "([^"]+)"/i.exec(statement)?.[1];
    return table === undefined || !added.has(table);
  };

  it('does any', () => {
    const wrong = since.flatMap((each) =>
      statementsOf(each)
        .filter((statement) => takesAway(statement) && isAboutOld(statement))
        .map((statement) => `${each.tag}: ${statement.trim()}`),
    );
    expect(wrong).toEqual([]);
  });
});
