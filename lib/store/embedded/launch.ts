import { spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { launchAs, type PostgresBinaries } from './binaries.ts';
import { serverEnvironment } from './environment.ts';
import type { Postmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';
import { EmbeddedServerError, explainOutput, readTail } from './trouble.ts';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 15;

/** Loopback with a password rather than a Unix socket: socket paths end at 107 bytes, directories do not. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=100',
  'shared_buffers=128MB',
  'log_min_messages=warning',
  'timezone=UTC',
];

/** A server that was started and may not accept connections yet. */
export interface Launched extends Postmaster {
  /** The length of its log before this start, in bytes. */
  readonly logFrom: number;
}

/** Starts a server on a cluster, on this port of loopback or on a free one. */
export async function launch(
  binaries: PostgresBinaries,
  directory: string,
  cluster: string,
  wanted?: number,
): Promise<Launched> {
  const port = wanted ?? (await freePort());
  const settings = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const { command, args, ...identity } = launchAs(binaries.postgres, ['-D', cluster, ...settings]);
  const log = openSync(logOf(directory), 'a');
  const logFrom = fstatSync(log).size;
  const child = spawn(command, args, {
    ...identity,
    // A process group of its own: Ctrl-C in a terminal reaches us, and we stop the server last.
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(process.env),
  });
  closeSync(log);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  child.unref();
  if (child.pid === undefined) return failed;
  return { pid: child.pid, port, logFrom };
}

/** Waits until a server accepts connections. Throws `EmbeddedServerError` or `DataDirectoryError` if it does not. */
export async function untilReady(url: string, server: Launched, directory: string): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      await client.end().catch(() => {});
      if (!isAlive(server.pid) || performance.now() > deadline) {
        const what = `The embedded PostgreSQL did not start (its log is ${logOf(directory)})`;
        throw explainOutput(directory, what, readTail(logOf(directory), server.logFrom));
      }
      if (isWrongPassword(cause)) {
        throw new EmbeddedServerError(
          `The embedded PostgreSQL refuses the password in ${join(directory, 'postgres.password')}. Restore that file, or set BASEBOARD_DATA to another directory.`,
          { cause },
        );
      }
      await sleep(POLL_MS);
    }
  }
}

/** Stops a server cleanly (fast shutdown). */
export async function stopServer(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (performance.now() > deadline)
      throw new EmbeddedServerError(`PostgreSQL (process ${pid}) did not stop`);
    await sleep(POLL_MS);
  }
}

/** The log of the server on a data directory. */
function logOf(directory: string): string {
  return join(directory, 'postgres.log');
}

function isWrongPassword(error: unknown): boolean {
  return (error as { code?: unknown }).code === '28P01';
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
