import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, isAlive, listProcesses, type RunningProcess } from './processes.ts';
import { EmbeddedServerError } from './trouble.ts';

/** A server that runs on a cluster. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/** The processes of a server end shortly after their postmaster was killed. */
const LEFT_OVER_MS = 20_000;
const POLL_MS = 50;

/**
 * The server that runs on this cluster. If there is none, returns `undefined` and removes a `postmaster.pid` that would
 * keep PostgreSQL from starting. A full disk or a crash leaves that file empty or incomplete, and its PID may belong to
 * another program now, for example after a restart of a container. The file is removed only if no process works in
 * the cluster, and never if it is complete: PostgreSQL reads it to find what a killed server left running.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = readPidFile(cluster);
  if (lines === undefined) return undefined;
  // Lines are PID, data directory, start time, port (PostgreSQL documentation, "Database File Layout").
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (pid > 0 && !isAlive(pid)) return undefined;
  if (pid > 0 && isServerOf(pid, cluster)) {
    const known = port > 0 ? port : portOf(commandLine(pid) ?? []);
    return known === undefined ? undefined : { pid, port: known };
  }
  const until = performance.now() + LEFT_OVER_MS;
  for (let left = processesOf(cluster); left.length > 0; left = processesOf(cluster)) {
    const server = left.find(({ words }) => isServer(words, cluster));
    const known = server === undefined ? undefined : portOf(server.words);
    if (server !== undefined && known !== undefined) return { pid: server.pid, port: known };
    if (performance.now() > until) {
      throw new EmbeddedServerError(
        `Process ${left[0]?.pid} still runs in ${cluster}, and its postmaster.pid is damaged. End that process, then start again.`,
      );
    }
    await sleep(POLL_MS);
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return undefined;
}

/** The processes of any server on this cluster, found by their working directory. */
function processesOf(cluster: string): RunningProcess[] {
  const home = realpathSync(cluster);
  return listProcesses().filter(({ cwd, words }) => cwd === home || isServer(words, cluster));
}

function isServerOf(pid: number, cluster: string): boolean {
  const words = commandLine(pid);
  // Without /proc we rely on the PID alone, as PostgreSQL does.
  return words === undefined || isServer(words, cluster);
}

/** Whether this is the command line of a server that `launch` started on this cluster. */
function isServer(words: readonly string[], cluster: string): boolean {
  return words.some((word, at) => word === '-D' && words[at + 1] === cluster);
}

function portOf(words: readonly string[]): number | undefined {
  const setting = words.find((word) => word.startsWith('port='));
  const port = Number(setting?.slice('port='.length));
  return port > 0 ? port : undefined;
}

function readPidFile(cluster: string): string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
