// How much memory does the server use with 10,000 tracked images? Only its own process, without PostgreSQL.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRegistry } from '#lib/registry/client.ts';
import { startBaseboard } from '../e2e/server.ts';
import { pushFleet } from './fleet.ts';
import { report } from './measure.ts';
import { startRegistryProcess } from './registry-process.ts';
import { ask, rescanAll, trackAll } from './server.ts';

const SHAPE = { images: 10_000, bases: 50 };
const LOOK_MS = 100;

const registry = await startRegistryProcess();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const fleet = await pushFleet(client, registry.host, SHAPE);
const server = await startBaseboard({
  config: JSON.stringify({ registries: [{ host: registry.host, plainHttp: true }] }),
});
const pid = Number(/\d+/.exec(readFileSync(join(server.dataDirectory, 'baseboard.lock'), 'utf8'))?.[0]);

/** Resident megabytes of the server's process (proc_pid_status(5), VmRSS). */
function resident(): number {
  const kilobytes = /^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, resident());
}, LOOK_MS);
try {
  report(`just started: ${resident().toFixed(0)} MB`);
  const took = await trackAll(server, fleet.images);
  report(`tracking ${SHAPE.images} images took ${took.toFixed(1)} s; peak ${peak.toFixed(0)} MB`);
  const { total } = await ask<{ total: number }>(server, 'GET', '/api/v1/fleet');
  if (total !== SHAPE.images) throw new Error(`${total} images are tracked, not ${SHAPE.images}`);
  report(`a rescan took ${(await rescanAll(server)).toFixed(1)} s; peak ${peak.toFixed(0)} MB`);
  await ask(server, 'GET', '/api/v1/graph');
  report(`after a request for the whole graph: peak ${peak.toFixed(0)} MB`);
  await sleep(20_000);
  report(`20 s later: ${resident().toFixed(0)} MB; peak ${peak.toFixed(0)} MB (goal: under 512 MB)`);
} finally {
  clearInterval(watch);
  await server.stop();
  await client.close();
  await registry.stop();
}
