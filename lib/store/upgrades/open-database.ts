import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import type pg from 'pg';
import { ADVISORY_LOCK } from '../database/advisory-locks.ts';
import type { Database } from '../database/database.ts';
import { createPool } from '../database/pool.ts';
import { writeMissingEdges } from '../edges/write-edges.ts';
import { MIGRATIONS_FOLDER, needsMigrations, readMigrations, recordContraction } from './schema-version.ts';
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
/**
 * A migration waits this long for a table, in milliseconds: whoever comes after it waits for the same table behind it.
 * Then it lets them pass and tries again.
 */
const LOCK_TIMEOUT_MS = 5000;
const LOCK_TRIES = 30;
/** How long closing waits for connections that are in use, in milliseconds. */
const CLOSE_MS = 5000;
/** PostgreSQL's codes for a lock that was not granted in time, and for two that waited for each other. */
const TRY_AGAIN: ReadonlySet<string | undefined> = new Set(['55P03', '40P01']);

/**
 * Connects and upgrades the schema and the stored data, one process at a time, while processes of the version before may
 * go on. Throws {@link DatabaseError}, also if a newer version has changed the database in a way that this one cannot
 * work with.
 */
export async function openDatabase(url: string): Promise<OpenDatabase> {
  const pool = createPool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    // Notices a server that vanished without closing the connection, even while nothing is sent.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  try {
    await migrateUnderLock(pool);
  } catch (cause) {
    await pool.end().catch(() => {});
    throw new DatabaseError(`the database at ${withoutPassword(url)} cannot be used: ${reason(cause)}`, {
      cause,
    });
  }
  return { db: drizzle(pool, { casing: 'snake_case' }), pool, url, close: () => closePool(pool) };
}

/** The pool waits for connections that are in use; a query may hang, and a process that ends must not. */
async function closePool(pool: pg.Pool): Promise<void> {
  const over = new AbortController();
  const waited = sleep(CLOSE_MS, undefined, { signal: over.signal }).catch(() => undefined);
  await Promise.race([pool.end(), waited]);
  over.abort();
}

async function migrateUnderLock(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    // This may wait for another process's migration, or rewrite a large table.
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK.migrations]);
    try {
      const db = drizzle(client, { casing: 'snake_case' });
      await client.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
      await retryWhileLocked(() => upgrade(db));
    } finally {
      await client.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK.migrations]);
    }
  } finally {
    // The connection keeps the setting: do not use it for other queries.
    client.release(true);
  }
}

async function upgrade(db: NodePgDatabase & { $client: pg.PoolClient }): Promise<void> {
  const known = readMigrations();
  if (!(await needsMigrations(db, known))) return;
  await migrate(db, {
    migrationsFolder: MIGRATIONS_FOLDER,
    migrationsSchema: 'public',
    migrationsTable: 'migrations',
  });
  await rewriteVerdictsAsFacts(db);
  await writeMissingEdges(db);
  await recordContraction(db, known);
}

/** Runs `act` again while another connection keeps a table locked; `act` must leave nothing half done. */
async function retryWhileLocked(act: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      if (attempt === LOCK_TRIES || !TRY_AGAIN.has(deepestCause(error).code)) throw error;
      await sleep(Math.random() * 2000);
    }
  }
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname}:${parsed.port || 5432}${parsed.pathname}`;
}

function reason(cause: unknown): string {
  const { code, message } = deepestCause(cause);
  return message || code || 'no reason given';
}

function deepestCause(cause: unknown): { readonly code?: string; readonly message?: string } {
  return (cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause) as {
    code?: string;
    message?: string;
  };
}
