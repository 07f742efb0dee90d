import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { findBinaries, giveToServer, launchAs, type PostgresBinaries } from './binaries.ts';
import { lockData } from './data-lock.ts';
import { readPostmaster, removeForeignPidFile } from './postmaster.ts';
import { isAlive } from './processes.ts';

/** A running embedded server. */
export interface EmbeddedServer {
  /** `postgres://…` for any PostgreSQL client on this machine. */
  readonly url: string;
  /** The postmaster's PID. */
  readonly pid: number;
  /** Stops the server in order (fast shutdown) and gives the data directory free. */
  stop(): Promise<void>;
}

/** The embedded server did not start; the message names its log. */
export class EmbeddedServerError extends Error {
  override name = 'EmbeddedServerError';
}

const USER = 'baseboard';
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

/**
 * Starts PostgreSQL on `<directory>/postgres`, creating the cluster on first use. After a crash of ours a
 * server that still runs is adopted; a second Baseboard on the same directory is refused with
 * `DataInUseError`. Throws {@link EmbeddedServerError} where the server does not come up.
 */
export async function startEmbeddedServer(directory: string): Promise<EmbeddedServer> {
  const release = lockData(directory);
  try {
    const binaries = await findBinaries();
    const cluster = join(directory, 'postgres');
    const password = ensureCluster(binaries, directory, cluster);
    const running = readPostmaster(cluster);
    const { pid, port } = running ?? (await launch(binaries, directory, cluster));
    const url = `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
    await untilReady(url, pid, directory);
    return { url, pid, stop: () => stop(pid).finally(release) };
  } catch (error) {
    release();
    throw error;
  }
}

/** Creates the cluster beside its place and moves it there whole: a start that broke off leaves no half of one. */
function ensureCluster(binaries: PostgresBinaries, directory: string, cluster: string): string {
  const passwordFile = join(directory, 'postgres.password');
  if (existsSync(cluster) && existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();
  const draft = `${cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  const password = randomBytes(24).toString('hex');
  // Owned by the server's account while initdb reads it, and private from the first byte.
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveToServer(passwordFile);
  mkdirSync(draft, { mode: 0o700 });
  giveToServer(draft);
  const { command, args, ...identity } = launchAs(binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  const result = spawnSync(command, args, { ...identity, encoding: 'utf8', env: serverEnvironment() });
  if (result.status !== 0) {
    throw new EmbeddedServerError(`initdb failed: ${result.error?.message ?? result.stderr.trim()}`);
  }
  renameSync(draft, cluster);
  return password;
}

async function launch(
  binaries: PostgresBinaries,
  directory: string,
  cluster: string,
): Promise<{ pid: number; port: number }> {
  removeForeignPidFile(cluster);
  const port = await freePort();
  const settings = [...SETTINGS, `port=${port}`].flatMap((setting) => ['-c', setting]);
  const { command, args, ...identity } = launchAs(binaries.postgres, ['-D', cluster, ...settings]);
  const log = openSync(join(directory, 'postgres.log'), 'a');
  const child = spawn(command, args, {
    ...identity,
    // A group of its own: Ctrl-C in a terminal is for us, and we stop the server last.
    detached: true,
    stdio: ['ignore', log, log],
    env: serverEnvironment(),
  });
  closeSync(log);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  child.unref();
  if (child.pid === undefined) return failed;
  return { pid: child.pid, port };
}

function serverEnvironment() {
  return { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
}

async function untilReady(url: string, pid: number, directory: string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      await client.end().catch(() => {});
      if (!isAlive(pid) || Date.now() > deadline) {
        const log = join(directory, 'postgres.log');
        throw new EmbeddedServerError(`the embedded PostgreSQL did not start; its log is ${log}`, { cause });
      }
      await sleep(POLL_MS);
    }
  }
}

async function stop(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new EmbeddedServerError(`PostgreSQL (process ${pid}) did not stop`);
    await sleep(POLL_MS);
  }
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
