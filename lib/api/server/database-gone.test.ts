import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SLOW } from '#lib/fleet/testing.ts';
import { pushOn } from '#lib/fleet/testing-images.ts';
import { startRuntime } from '#lib/jobs/runtime/runtime.ts';
import { openWorkshop } from '#lib/jobs/testing.ts';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import type { BaseboardEvent } from '../contract/events.ts';
import { createApplication } from './application/application.ts';
import { createMetrics } from './application/metrics.ts';
import { problemOf } from './http/problem.ts';

/** Longer than all waits of the test together, so that a wait that is too long fails with its own message. */
const HANGS_MS = 5 * SLOW;

/** A TCP proxy to a database that can stop forwarding, like a network that loses every packet. */
async function openProxy(port: number) {
  const sockets = new Set<Socket>();
  let frozen = false;
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      if (frozen) from.pause();
      else from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.unpipe().pause();
    },
    /** New connections pass; those from before are cut, as by a router that has forgotten them. */
    thaw() {
      frozen = false;
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

it('the stream and /readyz report an unreachable database at once, and everything continues when it is back', {
  timeout: HANGS_MS,
}, async () => {
  const registry = await serveMemoryRegistry();
  await using workshop = openWorkshop();
  const postgres = await startEmbeddedServer(join(workshop.directory, 'external'));
  const proxy = await openProxy(Number(new URL(postgres.url).port));
  const url = postgres.url.replace(/:\d+\/postgres$/, `:${proxy.port}/postgres`);
  const runtime = await startRuntime(workshop.config([registry.host], url));
  const application = createApplication(runtime, createMetrics());
  const heard: BaseboardEvent[] = [];
  application.events.subscribe((event) => heard.push(event));
  const services = () => heard.flatMap((event) => (event.type === 'service' ? [event.database] : []));
  await expect
    .poll(() => application.readiness(), { timeout: 30_000 })
    .toEqual({ database: 'ok', queue: 'ok' });

  proxy.freeze();
  expect(await application.readiness()).toEqual({ database: 'failed', queue: 'failed' });
  await expect.poll(services, { timeout: 30_000 }).toEqual(['unreachable']);
  const late: BaseboardEvent[] = [];
  application.events.subscribe((event) => late.push(event));
  expect(late).toEqual([{ type: 'service', database: 'unreachable' }]);

  proxy.thaw();
  await expect.poll(services, { timeout: 60_000 }).toEqual(['unreachable', 'ok']);
  await expect
    .poll(() => application.readiness(), { timeout: 30_000 })
    .toEqual({ database: 'ok', queue: 'ok' });
  const app = await pushOn(registry, 'app:1');
  await application.trackImages({ reference: app.reference });
  await expect
    .poll(() => heard.some((event) => event.type === 'verdict' && event.reference === app.reference), {
      timeout: 30_000,
    })
    .toBe(true);
  await runtime.stop();
  await proxy.close();
  await postgres.stop();
  await registry.close();
});

it('a killed embedded database restarts within moments, with queue, events and reads', {
  timeout: HANGS_MS,
}, async () => {
  const registry = await serveMemoryRegistry();
  await using workshop = openWorkshop();
  const runtime = await startRuntime(workshop.config([registry.host]));
  const application = createApplication(runtime, createMetrics());
  const pidFile = join(workshop.directory, 'data', 'postgres', 'postmaster.pid');
  process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
  await expect.poll(() => application.readiness(), { timeout: 30_000 }).toMatchObject({ database: 'failed' });
  await expect
    .poll(() => application.readiness(), { timeout: 30_000 })
    .toEqual({ database: 'ok', queue: 'ok' });
  let scans = 0;
  application.events.subscribe((event) => {
    if (event.type === 'scan' && event.done === 1) scans += 1;
  });
  const app = await pushOn(registry, 'app:1');
  const { items } = await application.trackImages({ reference: app.reference });
  const status = async () => (await application.getImage(items[0]?.id ?? '')).status;
  await expect.poll(status, { timeout: 30_000 }).toBe('root');
  // Events arrive again a moment after the database is back.
  const scanned = async () => {
    await application.scanImages({});
    return scans > 0;
  };
  await expect.poll(scanned, { timeout: 30_000, interval: 1000 }).toBe(true);
  await runtime.stop();
  await registry.close();
});

it('a request that needs an unreachable database is answered with 503 and what to do', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
  const failed = new Error('Failed query: select secret', { cause: refused });
  for (const error of [
    failed,
    new Error('Connection terminated unexpectedly'),
    Object.assign(new Error('the database system is starting up'), { code: '57P03' }),
  ]) {
    expect(problemOf(error)).toMatchObject({ status: 503, code: 'database-unreachable' });
  }
  expect(problemOf(new Error('a bug'))).toMatchObject({ status: 500, code: 'internal' });
});
