// A process of the service that a sweep asks to act, and kills.
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#lib/store/embedded/processes.ts';
import type { Acts } from './kill-process.ts';

/** A process of the service. */
export interface Victim {
  ask<K extends keyof Acts>(act: K, ...args: Parameters<Acts[K]>): Promise<Awaited<ReturnType<Acts[K]>>>;
  /** Kills it as nothing can be caught, and PostgreSQL with it where that is wanted. */
  kill(withPostgres: boolean): Promise<void>;
}

/**
 * Starts a process that may contact a registry, with its files in a directory: on a PostgreSQL of its own, or on that of
 * `databaseUrl`, as one of several.
 */
export async function startVictim(host: string, directory: string, databaseUrl?: string): Promise<Victim> {
  const file = join(directory, 'baseboard.yaml');
  const settings = { registries: [{ host, plainHttp: true }], push: { allow: [`${host}/**`] } };
  writeFileSync(file, JSON.stringify(settings));
  const data = join(directory, 'data');
  const { NODE_ENV, PATH } = process.env;
  const env = {
    ...{ NODE_ENV, PATH, HOME: directory, BASEBOARD_CONFIG: file, BASEBOARD_DATA: data },
    ...{ BASEBOARD_ENABLE_PUSH: '1', BASEBOARD_LOG_LEVEL: 'silent' },
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    // A start takes seconds otherwise, and a sweep has a hundred of them.
    NODE_COMPILE_CACHE: join(directory, 'compiled'),
  };
  const program = join(import.meta.dirname, 'kill-process.ts');
  const child = fork(program, { env, execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const asked = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: 'ready' | { id: number; answer?: unknown; error?: string }) => {
    if (message === 'ready') return ready.resolve();
    const waiting = asked.get(message.id);
    if (message.error === undefined) waiting?.resolve(message.answer);
    else waiting?.reject(new Error(message.error));
  });
  child.once('exit', (code) => ready.reject(new Error(`the service ended with ${code}`)));
  await ready.promise;
  let id = 0;
  return {
    ask<K extends keyof Acts>(act: K, ...args: Parameters<Acts[K]>) {
      id += 1;
      const answer = Promise.withResolvers<unknown>();
      asked.set(id, answer);
      child.send({ id, act, args });
      return answer.promise as Promise<Awaited<ReturnType<Acts[K]>>>;
    },
    kill: (withPostgres) =>
      strike(child, withPostgres ? join(data, 'postgres', 'postmaster.pid') : undefined),
  };
}

async function strike(child: ChildProcess, pidFile: string | undefined): Promise<void> {
  const postmaster = pidFile === undefined ? undefined : readPid(pidFile);
  for (const pid of [child.pid, postmaster])
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
  while (child.exitCode === null && child.signalCode === null) await sleep(20);
}

function readPid(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8').split('\n')[0]) || undefined;
  } catch {
    // It has stopped in order: there is nothing to kill.
    return undefined;
  }
}

/** Numbers in [0, 1) that follow from a seed (a linear congruential generator, Numerical Recipes). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
