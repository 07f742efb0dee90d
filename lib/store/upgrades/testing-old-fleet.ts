// For tests: a database of an earlier version.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { MIGRATIONS, migrate } from '../testing-migrations.ts';

/** The last migration before verdicts held facts. */
const LAST = MIGRATIONS.findIndex(({ tag }) => tag === '0012_budgets');

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
    await migrate(client, MIGRATIONS.slice(0, LAST + 1));
    await client.query(
      'create table migrations (id serial primary key, hash text not null, created_at bigint)',
    );
    await client.query(`insert into migrations (hash, created_at) values ('', $1)`, [MIGRATIONS[LAST]?.when]);
    await client.query(readFileSync(join(import.meta.dirname, 'fleet-of-0012.sql'), 'utf8'));
  } finally {
    await client.end();
  }
}
