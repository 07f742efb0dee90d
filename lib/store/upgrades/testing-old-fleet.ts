// For tests: a database as an earlier version left it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';

const MIGRATIONS = join(import.meta.dirname, '..', 'migrations');
const { entries } = z
  .object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })) })
  .parse(JSON.parse(readFileSync(join(MIGRATIONS, 'meta', '_journal.json'), 'utf8')));
/** The last migration before verdicts held facts. */
const LAST = entries.findIndex(({ tag }) => tag === '0012_budgets');

/**
 * Fills an empty database with the schema and the fleet of the version before verdicts held facts: a part of the sample
 * fleet, images whose registry failed, odd claims, a report and a rebase (`fleet-of-0012.sql`).
 */
export async function fillWithOldFleet(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // A test's database has the current schema.
    await client.query('drop schema public cascade; create schema public');
    for (const { tag } of entries.slice(0, LAST + 1)) {
      const text = readFileSync(join(MIGRATIONS, `${tag}.sql`), 'utf8');
      for (const statement of text.split('--> statement-breakpoint')) await client.query(statement);
    }
    await client.query(
      'create table migrations (id serial primary key, hash text not null, created_at bigint)',
    );
    await client.query(`insert into migrations (hash, created_at) values ('', $1)`, [entries[LAST]?.when]);
    await client.query(readFileSync(join(import.meta.dirname, 'fleet-of-0012.sql'), 'utf8'));
  } finally {
    await client.end();
  }
}
