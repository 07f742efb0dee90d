import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** How a program ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Added to a clean environment: see {@link cleanEnvironment}. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds; 120,000 by default. */
  readonly timeout?: number;
}

/**
 * The environment for foreign programs: PATH, HOME and locale alone. `REGISTRY_AUTH_FILE` would stop both
 * docker-registry (it reads every `REGISTRY_*` as configuration) and buildah (if the file is missing).
 */
function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '/root', TMPDIR } = process.env;
  const temporary = TMPDIR === undefined ? {} : { TMPDIR };
  return { PATH, HOME, LC_ALL: 'C.UTF-8', ...temporary, ...extra, NODE_ENV: 'test' };
}

/** Runs a program to its end and hands back how it ended; rejects only where it could not be started. */
export async function tryRun(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(program, args, {
    env: cleanEnvironment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeout ?? 120_000,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {
    // The program may end without reading its input; its status says how it ended.
  });
  child.stdin.end(options.input ?? '');
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, stdout, stderr };
}

/** Runs a program and returns its trimmed standard output; rejects with its last lines where it fails. */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { status, stdout, stderr } = await tryRun(program, args, options);
  if (status === 0) return stdout.trim();
  const last = stderr.trim().split('\n').slice(-5).join('\n');
  throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${last}`);
}

/** A program on the PATH, or `undefined`. */
export function findProgram(name: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here: the next folder.
    }
  }
  return undefined;
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port was given');
  return address.port;
}

/** A server process under test. */
export interface Service {
  readonly process: ChildProcess;
  /** The last of what it wrote. */
  log(): string;
  /** SIGTERM, after five seconds SIGKILL; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Starts a server and waits until `ready` answers true; rejects with its log if it ends or `readyMs` pass, by default 20 s. */
export async function startService(
  program: string,
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly ready: () => Promise<boolean>;
    readonly readyMs?: number;
  },
): Promise<Service> {
  const child = spawn(program, args, {
    env: cleanEnvironment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const keep = (text: string): void => {
    log = (log + text).slice(-20_000);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  // A test runner that is killed takes its servers along.
  const onExit = (): void => {
    child.kill('SIGKILL');
  };
  process.on('exit', onExit);
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null || failure !== undefined;
  const stop = async (): Promise<void> => {
    process.off('exit', onExit);
    if (ended()) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exit;
    clearTimeout(timer);
  };
  const deadline = Date.now() + (options.readyMs ?? 20_000);
  while (!(await options.ready())) {
    if (ended() || Date.now() > deadline) {
      await stop();
      throw new Error(`${program} did not start: ${failure?.message ?? log.trim().slice(-2_000)}`);
    }
    await delay(50);
  }
  return { process: child, log: () => log, stop };
}
