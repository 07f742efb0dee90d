import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataInUseError, lockData } from './data-lock.ts';
import { serverEnvironment } from './environment.ts';
import { isAlive } from './processes.ts';
import { startEmbeddedServer } from './server.ts';

const SLOW = 60_000;
let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'baseboard-embedded-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = ended(child);
    child.kill('SIGKILL');
    await gone;
  }
  const server = await startEmbeddedServer(directory);
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}, SLOW);

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Another Baseboard on the directory; resolves with the postmaster's PID once its server answers. Then it runs on, or does
 * what `next` says.
 */
async function startElsewhere(
  next = 'setInterval(() => {}, 1000);',
): Promise<{ child: ChildProcess; postmaster: number }> {
  const program = join(directory, '..', `baseboard-embedded-${process.pid}.ts`);
  writeFileSync(
    program,
    `import { startEmbeddedServer } from ${JSON.stringify(join(import.meta.dirname, 'server.ts'))};
     const server = await startEmbeddedServer(process.argv[2]);
     process.send(server.pid);
     ${next}`,
  );
  const child = fork(program, [directory], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  const postmaster = await new Promise<number>((resolve, reject) => {
    child.once('message', (pid) => resolve(Number(pid)));
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return { child, postmaster };
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

describe('the embedded server', () => {
  it('keeps its data across a restart', { timeout: SLOW }, async () => {
    const first = await startEmbeddedServer(directory);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startEmbeddedServer(directory);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('requires the password from everyone', { timeout: SLOW }, async () => {
    const server = await startEmbeddedServer(directory);
    const stranger = server.url.replace(/:[0-9a-f]{48}@/, ':guess@');
    await expect(query(stranger, 'select 1')).rejects.toThrow(/password authentication failed/);
    await server.stop();
  });

  it('is stopped by a process that has nothing else to do', { timeout: SLOW }, async () => {
    const { child, postmaster } = await startElsewhere('await server.stop();');
    await ended(child);
    expect(isAlive(postmaster)).toBe(false);
  });

  it('rejects a second process and names the first', { timeout: SLOW }, async () => {
    const { child } = await startElsewhere();
    const refusal = await startEmbeddedServer(directory).catch((error) => error);
    expect(refusal).toBeInstanceOf(DataInUseError);
    expect(refusal.message).toContain(`process ${child.pid}`);
  });

  it('adopts the server that a killed process left running', { timeout: SLOW }, async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    const server = await startEmbeddedServer(directory);
    expect(server.pid).toBe(postmaster);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('recovers when everything was killed at once', { timeout: SLOW }, async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await ended(child);
    const server = await startEmbeddedServer(directory);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('starts another server if the one that it adopts is just ending', { timeout: SLOW }, async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    // It still has its port and answers no more.
    process.kill(postmaster, 'SIGSTOP');
    const starting = startEmbeddedServer(directory);
    setTimeout(() => process.kill(postmaster, 'SIGKILL'), 1000);
    const server = await starting;
    expect(server.pid).not.toBe(postmaster);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  it('is not misled by a PID that now belongs to another program', { timeout: SLOW }, async () => {
    const first = await startEmbeddedServer(directory);
    await first.stop();
    const other = spawn('sleep', ['60']);
    children.push(other);
    writeFileSync(join(directory, 'postgres', 'postmaster.pid'), `${other.pid}\n${directory}\n0\n5432\n\n\n`);
    const server = await startEmbeddedServer(directory);
    expect(server.pid).not.toBe(other.pid);
    await server.stop();
  });

  it('starts although postmaster.pid is empty or garbage', { timeout: 2 * SLOW }, async () => {
    const first = await startEmbeddedServer(directory);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    for (const text of ['', '\0\0garbage', '-1\n', '\n']) {
      writeFileSync(join(directory, 'postgres', 'postmaster.pid'), text);
      const server = await startEmbeddedServer(directory);
      expect(await query(server.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
      await server.stop();
    }
  });

  it('adopts a server that runs although its postmaster.pid is empty', { timeout: SLOW }, async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    await ended(child);
    writeFileSync(join(directory, 'postgres', 'postmaster.pid'), '');
    const server = await startEmbeddedServer(directory);
    expect(server.pid).toBe(postmaster);
    await server.stop();
  });

  it('is restarted at the same address if it is killed', { timeout: SLOW }, async () => {
    const said: string[] = [];
    const server = await startEmbeddedServer(directory, (sentence) => said.push(sentence));
    await query(server.url, 'create table kept as select 42 as answer');
    const { pid } = server;
    process.kill(pid, 'SIGKILL');
    // The old server may still answer for a moment.
    await expect.poll(() => server.pid, { timeout: 30_000 }).not.toBe(pid);
    await expect
      .poll(() => query(server.url, 'select answer from kept').catch(() => []), { timeout: 30_000 })
      .toEqual([{ answer: 42 }]);
    expect(said[0]).toBe('The embedded PostgreSQL stopped unexpectedly. Restarting it.');
    await server.stop();
  });

  it('is given up with a sentence if it ends repeatedly', { timeout: 2 * SLOW }, async () => {
    const server = await startEmbeddedServer(directory);
    let over = false;
    void server.lost.then(() => {
      over = true;
    });
    while (!over) {
      if (isAlive(server.pid)) process.kill(server.pid, 'SIGKILL');
      await sleep(50);
    }
    expect((await server.lost).message).toMatch(
      /^The embedded PostgreSQL has ended and could not be restarted: /,
    );
    await server.stop();
  });

  it('gets none of the secrets in the environment', { timeout: SLOW }, async () => {
    process.env.BASEBOARD_TOKEN = 'a-secret-of-this-test';
    try {
      const server = await startEmbeddedServer(directory);
      const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8');
      expect(environment).not.toContain('a-secret-of-this-test');
      await server.stop();
    } finally {
      delete process.env.BASEBOARD_TOKEN;
    }
    const given = {
      PATH: '/bin',
      HOME: '/home/a',
      DOCKER_AUTH_CONFIG: 's',
      PGPASSWORD: 's',
      AWS_SECRET: 's',
    };
    expect(serverEnvironment(given)).toEqual({ PATH: '/bin', HOME: '/home/a', LC_ALL: 'C', TZ: 'UTC' });
  });

  it('starts over if creating the cluster was interrupted', { timeout: SLOW }, async () => {
    writeFileSync(join(directory, 'postgres.new'), 'half');
    const server = await startEmbeddedServer(directory);
    expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });
});

it('takes over a lock whose process is gone, and releases only its own', () => {
  writeFileSync(join(directory, 'baseboard.lock'), '999999999\nstarted-1\n');
  const release = lockData(directory);
  expect(() => lockData(directory)).toThrow(DataInUseError);
  release();
  release();
  lockData(directory)();
});
