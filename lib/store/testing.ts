import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Database } from './database/database.ts';
import { databaseUrl, TEMPLATE } from './testing-servers.ts';
import { type OpenDatabase, openDatabase } from './upgrades/open-database.ts';

/** Time for a database on a busy machine, in milliseconds. */
const SLOW = 60_000;

/** A database for a test file, on a real PostgreSQL and with the current schema. The function returns it. */
export function testDatabase(): () => Database {
  let open: OpenDatabase | undefined;
  beforeAll(async () => {
    open = await openDatabase(await createTestDatabase());
  }, SLOW);
  afterAll(async () => open?.close(), SLOW);
  return () => {
    if (open === undefined) throw new Error('the database has not started');
    return open.db;
  };
}

/** Creates a database with the current schema on this worker's PostgreSQL and returns its URL. */
export async function createTestDatabase(): Promise<string> {
  const response = await fetch(`${inject('testServers')}/${process.env.VITEST_POOL_ID}`);
  const server = await response.text();
  if (!response.ok) throw new Error(`no PostgreSQL for this test: ${server}`);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`create database ${name} template ${TEMPLATE}`);
  } finally {
    await client.end();
  }
  return databaseUrl(server, name);
}
