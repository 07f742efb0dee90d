import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { ADVISORY_LOCK } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { fillEdges } from './lineage-edges.ts';
import { rewriteVerdictsAsFacts } from './verdict-facts.ts';

/** An open database: `db` for queries, and what LISTEN and the queue need to connect by themselves. */
export interface OpenDatabase {
  readonly db: Database;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

/** The database cannot be used; the message says what to check and contains no password. */
export class DatabaseError extends Error {
  override name = 'DatabaseError';
}

const MAX_CONNECTIONS = 10;
/** No regular query takes this long. A longer one would block a connection and a core. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** Connects and upgrades the schema and the stored data, one process at a time. Throws {@link DatabaseError}. */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // Notices a server that vanished without closing the connection, even while nothing is sent.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // A connection that breaks is replaced by the pool; without listeners it would end the process: the pool's own
  // listener only covers idle ones, and a transaction checks its connection out.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await migrateUnderLock(pool);
  } catch (cause) {
    await pool.end().catch(() => {});
    throw new DatabaseError(`the database at ${withoutPassword(url)} cannot be used: ${reason(cause)}`, {
      cause,
    });
  }
  return { db: drizzle(pool, { casing: 'snake_case' }), pool, url, close: () => pool.end() };
}

async function migrateUnderLock(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    // This may wait for another process's migration, or rewrite a large table.
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK.migrations]);
    try {
      const db = drizzle(client, { casing: 'snake_case' });
      await migrate(db, {
        migrationsFolder: join(import.meta.dirname, '..', 'migrations'),
        migrationsSchema: 'public',
        migrationsTable: 'migrations',
      });
      await rewriteVerdictsAsFacts(db);
      await fillEdges(db);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK.migrations]);
    }
  } finally {
    // The connection keeps the setting: do not use it for other queries.
    client.release(true);
  }
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname}:${parsed.port || 5432}${parsed.pathname}`;
}

function reason(cause: unknown): string {
  const deepest = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const { code, message } = deepest as { code?: string; message?: string };
  return message || code || 'no reason given';
}
