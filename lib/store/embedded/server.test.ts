import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DataInUseError, lockData } from './data-lock.ts';
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

/** Another Baseboard on the directory; resolves with the postmaster's PID once its server answers. */
async function startElsewhere(): Promise<{ child: ChildProcess; postmaster: number }> {
  const program = join(directory, '..', `baseboard-embedded-${process.pid}.ts`);
  writeFileSync(
    program,
    `import { startEmbeddedServer } from ${JSON.stringify(join(import.meta.dirname, 'server.ts'))};
     const server = await startEmbeddedServer(process.argv[2]);
     process.send(server.pid);
     setInterval(() => {}, 1000);`,
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
  it('keeps what was written across a stop and a start', { timeout: SLOW }, async () => {
    const first = await startEmbeddedServer(directory);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await startEmbeddedServer(directory);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  it('asks everyone for the password', { timeout: SLOW }, async () => {
    const server = await startEmbeddedServer(directory);
    const stranger = server.url.replace(/:[0-9a-f]{48}@/, ':guess@');
    await expect(query(stranger, 'select 1')).rejects.toThrow(/password authentication failed/);
    await server.stop();
  });

  it('refuses a second process and names the first', { timeout: SLOW }, async () => {
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

  it('begins anew where creating the cluster broke off', { timeout: SLOW }, async () => {
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
