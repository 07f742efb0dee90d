import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../page-test.ts';
import { startBaseboard } from '../server.ts';

const START = join(import.meta.dirname, '..', '..', 'bin', 'start.js');
const SLOW = 240_000;

/** Starts where the start must fail; answers the exit code and what was said. */
function startAndFail(env: Record<string, string>) {
  const { status, stderr } = spawnSync(process.execPath, [START], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, said: stderr };
}

test('tracked images survive a stop, a crash and a second start', async ({ request }) => {
  test.setTimeout(SLOW);
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-service-'));
  const dataDirectory = join(scratch, 'data');
  const first = await startBaseboard({ dataDirectory });
  await request.post(`${first.url}/api/v1/sample-fleet`);
  const { total } = await (await request.get(`${first.url}/api/v1/fleet`)).json();
  expect(total).toBeGreaterThan(40);
  const pid = (await readFile(join(dataDirectory, 'baseboard.lock'), 'utf8')).split('\n')[0] ?? '';

  const second = startAndFail({ BASEBOARD_DATA: dataDirectory, BASEBOARD_PORT: '1' });
  expect(second.status).toBe(1);
  expect(second.said).toContain(`process ${pid}`);

  process.kill(Number(pid), 'SIGKILL');
  await first.stop('SIGKILL');
  const again = await startBaseboard({ dataDirectory });
  expect(await (await request.get(`${again.url}/api/v1/fleet`)).json()).toMatchObject({
    total,
    sampleOpen: true,
  });
  await again.stop();
  expect(again.output()).not.toContain('while stopping');

  const last = await startBaseboard({ dataDirectory });
  expect(await (await request.get(`${last.url}/readyz`)).json()).toEqual({
    status: 'ok',
    database: 'ok',
    queue: 'ok',
  });
  await last.stop();
  await rm(scratch, { recursive: true, force: true });
});

test('an invalid setting ends the start with its key, value and what is allowed', () => {
  const { status, said } = startAndFail({
    BASEBOARD_PORT: 'http',
    BASEBOARD_HOST: '0.0.0.0',
    BASEBOARD_LOG_LEVEL: 'loud',
  });
  expect(status).toBe(1);
  expect(said).toContain('BASEBOARD_PORT is "http": expected a port, 1 to 65535');
  expect(said).toContain('BASEBOARD_LOG_LEVEL is "loud"');
  expect(said).not.toContain('    at ');
});

test('beyond loopback it requires a token', () => {
  const { status, said } = startAndFail({ BASEBOARD_HOST: '0.0.0.0' });
  expect(status).toBe(1);
  expect(said).toContain('beyond loopback the token is needed');
});

test('a port in use is named, with the setting to change', async () => {
  test.setTimeout(SLOW);
  const server = await startBaseboard();
  const scratch = await mkdtemp(join(tmpdir(), 'baseboard-service-'));
  const { status, said } = startAndFail({
    BASEBOARD_PORT: new URL(server.url).port,
    BASEBOARD_DATA: scratch,
  });
  await server.stop();
  await rm(scratch, { recursive: true, force: true });
  expect(status).toBe(1);
  expect(said).toContain('set BASEBOARD_PORT');
});

test('an external database that does not answer is named without its password', () => {
  const { status, said } = startAndFail({ DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/none' });
  expect(status).toBe(1);
  expect(said).toContain('127.0.0.1:1/none');
  expect(said).not.toContain('hunter2');
});
