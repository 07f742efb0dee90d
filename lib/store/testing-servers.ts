// Vitest's global set-up: PostgreSQL servers for test files. Each worker gets one at its first request, with a migrated
// database to copy, so that a test file waits neither for a new cluster nor for the migrations.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { type EmbeddedServer, startEmbeddedServer } from './embedded/server.ts';
import { openDatabase } from './upgrades/open-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers `GET /<worker>` with the URL of the worker's PostgreSQL server. */
    readonly testServers: string;
  }
}

/** The migrated database that test databases are copied from. */
export const TEMPLATE = 'migrated';

/** Test databases need not survive a crash, so PostgreSQL does not wait for the disk. */
const RELAXED = ['fsync', 'synchronous_commit', 'full_page_writes'];

/** Serves workers that need a PostgreSQL server. Returns a function that stops all servers. */
export default async function serveTestServers({ provide }: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'baseboard-test-servers-'));
  const servers = new Map<string, Promise<EmbeddedServer>>();
  const serverOf = (worker: string) => {
    const server = servers.get(worker) ?? startTestServer(join(directory, worker));
    servers.set(worker, server);
    return server;
  };
  const http = createServer((request, response) => {
    // A worker must not reuse a connection at the moment at which it is closed for being idle.
    response.setHeader('connection', 'close');
    serverOf(request.url ?? '').then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  provide('testServers', `http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  return async () => {
    http.close();
    const started = await Promise.allSettled(servers.values());
    await Promise.all(started.map((each) => (each.status === 'fulfilled' ? each.value.stop() : undefined)));
    rmSync(directory, { recursive: true, force: true });
  };
}

async function startTestServer(directory: string): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer(directory);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  for (const setting of RELAXED) await client.query(`alter system set ${setting} = off`);
  await client.query('select pg_reload_conf()');
  await client.query(`create database ${TEMPLATE}`);
  await client.end();
  const template = await openDatabase(databaseUrl(server.url, TEMPLATE));
  await template.close();
  return server;
}

/** The URL of another database on a server. */
export function databaseUrl(serverUrl: string, database: string): string {
  return serverUrl.replace(/\/postgres$/, `/${database}`);
}
