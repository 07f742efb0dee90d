import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, isAlive } from './processes.ts';

/** A server that runs on a cluster, as its `postmaster.pid` says. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

/**
 * The server that runs on this cluster; `undefined` where none does. The file's lines are PID, data
 * directory, start time, port (PostgreSQL documentation, "Database File Layout").
 */
export function readPostmaster(cluster: string): Postmaster | undefined {
  const lines = readPidFile(cluster);
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  if (!(pid > 0 && port > 0) || !isAlive(pid) || !isServerOf(pid, cluster)) return undefined;
  return { pid, port };
}

/**
 * Removes a `postmaster.pid` whose number now belongs to another program, as after a restart of a container:
 * PostgreSQL itself would take that program for a running server and refuse to start.
 */
export function removeForeignPidFile(cluster: string): void {
  const pid = Number(readPidFile(cluster)?.[0]);
  if (pid > 0 && isAlive(pid) && commandLine(pid) !== undefined && !isServerOf(pid, cluster)) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
  }
}

function isServerOf(pid: number, cluster: string): boolean {
  const words = commandLine(pid);
  // Without /proc the PID alone must do, as it does for PostgreSQL.
  return words === undefined || words.includes(cluster);
}

function readPidFile(cluster: string): string[] | undefined {
  try {
    return readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
