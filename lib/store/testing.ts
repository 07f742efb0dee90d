import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from './database/database.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded/server.ts';
import { type OpenDatabase, openDatabase } from './upgrades/open-database.ts';

/** Time for the first start of a database on a busy machine, in milliseconds. */
const SLOW = 60_000;

/** A real PostgreSQL for a test file, with the schema as it is; the function answers its database. */
export function testDatabase(): () => Database {
  let directory: string;
  let server: EmbeddedServer | undefined;
  let open: OpenDatabase | undefined;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'baseboard-store-'));
    server = await startEmbeddedServer(directory);
    open = await openDatabase(server.url);
  }, SLOW);
  afterAll(async () => {
    await open?.close();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, SLOW);
  return () => {
    if (open === undefined) throw new Error('the database has not started');
    return open.db;
  };
}
