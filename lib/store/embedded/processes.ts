import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Distinguishes a process from a later one with the same PID: its start time on Linux, the constant `alive` elsewhere.
 * `undefined` if no such process runs.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 22 is the start time; the name in parentheses may hold spaces (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : `started-${fields[19]}`;
  } catch {
    return process.platform === 'linux' ? undefined : 'alive';
  }
}

/** Whether the process runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The arguments that a process was started with; `undefined` if they cannot be read. */
export function commandLine(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return undefined;
  }
}

/** A process as `/proc` shows it. */
export interface RunningProcess {
  readonly pid: number;
  readonly words: readonly string[];
  /** Its working directory, where we may know it. */
  readonly cwd: string | undefined;
}

/** Every process that runs; none where the system has no `/proc` that lists them. */
export function listProcesses(): RunningProcess[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    const words = pid > 0 ? commandLine(pid) : undefined;
    return words === undefined ? [] : [{ pid, words, cwd: workingDirectory(pid) }];
  });
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
