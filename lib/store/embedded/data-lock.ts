import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './processes.ts';

/** Another running Baseboard uses the data directory. The message names its PID. */
export class DataInUseError extends Error {
  override name = 'DataInUseError';
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(
      `${directory} is in use by process ${pid}. Stop that one, set BASEBOARD_DATA to another directory, ` +
        'or share one database between processes by DATABASE_URL.',
    );
    this.pid = pid;
  }
}

/**
 * Locks the data directory for this process; throws {@link DataInUseError} while another process holds the lock.
 * Takes over the lock of a process that is gone, so nothing has to be cleaned up after a crash. Returns the release.
 */
export function lockData(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const lock = join(directory, 'baseboard.lock');
  const own = `${lock}.${process.pid}`;
  const content = `${process.pid}\n${processIdentity(process.pid) ?? ''}\n`;
  writeFileSync(own, content);
  try {
    while (!tryLink(own, lock)) {
      const holder = readHolder(lock);
      if (holder?.running) throw new DataInUseError(directory, holder.pid);
      // Only one process can rename a stale lock; the others find it gone and try again.
      const stale = `${own}.stale`;
      if (holder !== undefined && tryRename(lock, stale)) rmSync(stale, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (readHolder(lock)?.pid === process.pid) rmSync(lock, { force: true });
  };
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** Who holds the lock; `undefined` if it has just been released. */
function readHolder(lock: string): { pid: number; running: boolean } | undefined {
  let text: string;
  try {
    text = readFileSync(lock, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const [pidText = '', identity = ''] = text.split('\n');
  const pid = Number(pidText);
  const current = Number.isInteger(pid) && pid > 0 ? processIdentity(pid) : undefined;
  return { pid, running: current !== undefined && current === identity };
}
