// Processes and runtimes for tests: real ones, on a PostgreSQL and registries of the test.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#lib/config/config.ts';
import { loadConfig } from '#lib/config/load-config.ts';

/** A place for one test's files, and everything it starts. */
export interface Workshop extends AsyncDisposable {
  readonly directory: string;
  /** The environment of a Baseboard here that may speak to these registries. */
  environment(hosts: readonly string[], databaseUrl?: string): NodeJS.ProcessEnv;
  /** The same as a configuration. */
  config(hosts: readonly string[], databaseUrl?: string): Config;
  /** Runs a program of `lib/jobs` with this environment; resolves when it has written `ready`. */
  run(program: string, environment: NodeJS.ProcessEnv, ready: string): Promise<ChildProcess>;
}

export function openWorkshop(): Workshop {
  const directory = mkdtempSync(join(tmpdir(), 'baseboard-jobs-'));
  const children: ChildProcess[] = [];
  const environment = (hosts: readonly string[], databaseUrl?: string): NodeJS.ProcessEnv => {
    const file = join(directory, 'baseboard.yaml');
    writeFileSync(file, JSON.stringify({ registries: hosts.map((host) => ({ host, plainHttp: true })) }));
    return {
      NODE_ENV: process.env.NODE_ENV,
      PATH: process.env.PATH,
      HOME: directory,
      BASEBOARD_CONFIG: file,
      BASEBOARD_DATA: join(directory, 'data'),
      BASEBOARD_LOG_LEVEL: 'error',
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    };
  };
  return {
    directory,
    environment,
    config: (hosts, databaseUrl) => loadConfig(environment(hosts, databaseUrl)),
    async run(program, env, ready) {
      const path = join(import.meta.dirname, program);
      const child = fork(path, { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
      children.push(child);
      await written(child, ready);
      return child;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map(kill));
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Waits until a process has written a text; rejects with all it wrote where it ends before. */
function written(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = '';
    child.stderr?.on('data', (chunk) => {
      all += chunk;
      if (all.includes(text)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`it ended with ${code}: ${all}`)));
  });
}

/** Kills a process as nothing can be caught, and waits for its end. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
