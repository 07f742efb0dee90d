import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseFilter } from '#lib/lineage/filter/filter.ts';
import type { SortColumn } from '#lib/lineage/vocabulary/image-sort.ts';
import { createTestDatabase } from '../testing.ts';
import { openDatabase } from '../upgrades/open-database.ts';
import { listImages } from './image-list.ts';

/** The queries of the last act, with their parameters. */
let asked: { readonly query: string; readonly params: unknown[] }[] = [];
let client: pg.Client;
let db: ReturnType<typeof drizzle<Record<string, never>, pg.Client>>;

beforeAll(async () => {
  const url = await createTestDatabase();
  await (await openDatabase(url)).close();
  client = new pg.Client({ connectionString: url });
  await client.connect();
  const logger = { logQuery: (query: string, params: unknown[]) => void asked.push({ query, params }) };
  db = drizzle(client, { casing: 'snake_case', logger });
  await db.execute(sql`
    insert into images (reference, registry, repository, tag, added_at, status, base_name, ancestors, behind_since)
    select 'r.test/a:' || n, 'r.test', 'a', n::text, now(), 'stale', 'r.test/b:' || n % 3,
      array['r.test/b:' || n % 3, 'r.test/system-' || n % 2], now()
    from generate_series(1, 30) n`);
  await client.query('analyze images');
  // Of so few rows, PostgreSQL reads all. What it reads without that is what an index can give.
  await client.query('set enable_seqscan = off; set enable_sort = off');
}, 60_000);
afterAll(() => client.end());

/** The plans of an act's queries, as text. */
async function plansOf(act: () => Promise<unknown>): Promise<string> {
  asked = [];
  await act();
  const plans: string[] = [];
  for (const { query, params } of asked.filter(({ query }) => query.startsWith('select'))) {
    const { rows } = await client.query(`explain (costs off) ${query}`, params);
    plans.push(...rows.map((row) => row['QUERY PLAN']));
  }
  return plans.join('\n');
}

it.each<[SortColumn, boolean, string]>([
  ['reference', false, 'images_reference_unique'],
  ['reference', true, 'images_reference_unique'],
  ['status', false, 'images_worst_first'],
  ['status', true, 'images_worst_last'],
  ['baseName', false, 'images_base_first'],
  ['baseName', true, 'images_base_last'],
  ['behindSince', false, 'images_longest_behind'],
  ['behindSince', true, 'images_shortest_behind'],
])('the order by %s (descending: %s) has the index %s on every page', async (sort, descending, index) => {
  const query = { filter: [], sort, descending, limit: 3 };
  const { nextCursor } = await listImages(db, query);
  // If an index no longer fits, as after a change of the statuses' order, `npm run migration` writes it again.
  const inOrder = new RegExp(`Limit\\n *->  Index (?:Only )?Scan (?:Backward )?using ${index} on`);
  expect(await plansOf(() => listImages(db, query))).toMatch(inOrder);
  const next = await plansOf(() => listImages(db, { ...query, cursor: nextCursor ?? '' }));
  expect(next).toMatch(new RegExp(`${inOrder.source}[^\\n]*\\n *Index Cond: `));
});

it.each([
  ['base:b:1', 'images_base_name'],
  ['base:B*', 'images_base_name'],
  ['ancestor:system-1', 'images_ancestors'],
])('the filter %s has the index %s', async (filter, index) => {
  const query = { filter: parseFilter(filter), sort: 'reference', descending: false, limit: 3 } as const;
  expect(await plansOf(() => listImages(db, query))).toContain(index);
});
