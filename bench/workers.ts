// How much faster do two and four processes on one PostgreSQL rescan a fleet than one?
// The same registry has four names, each 80 ms away, with 1,000 images on 20 bases. So the network is what a process
// waits for, and more processes have more requests in flight, until the registry or the two cores are the limit.
// `--short` measures one round.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry } from '#lib/registry/client.ts';
import { startEmbeddedServer } from '#lib/store/embedded/server.ts';
import { startBaseboard } from '../e2e/server.ts';
import { awayFrom } from './distance.ts';
import { inParallel, pushFleet } from './fleet.ts';
import { median, report, seconds, spread } from './measure.ts';
import { startBenchRegistry } from './registries.ts';
import { rescanAll, trackAll } from './server.ts';

const isShort = process.argv.includes('--short');
const ROUND_TRIP_MS = 80;
const NAMES = 4;
const SHAPE = { images: 1000, bases: 20 };
const ROUNDS = isShort ? 1 : 5;
const PROCESSES = [1, 2, 4];
const GOAL = 1.8;

const directory = mkdtempSync(join(tmpdir(), 'baseboard-workers-'));
const postgres = await startEmbeddedServer(directory);
const registry = await startBenchRegistry();
const hosts = await inParallel(NAMES, () => awayFrom(registry.host, ROUND_TRIP_MS));
const near = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const images: string[] = [];
for (const [index, { host }] of hosts.entries()) {
  // Pushed without the distance; the bases are named as the service reads them.
  const fleet = await pushFleet(near, registry.host, { ...SHAPE, name: `fleet-${index}` });
  images.push(...fleet.images.map((image) => image.replace(registry.host, host)));
}
const env = { DATABASE_URL: postgres.url };
const registries = [registry, ...hosts].map(({ host }) => ({ host, plainHttp: true }));
const config = JSON.stringify({ registries, scan: { every: '24h' } });
const server = await startBaseboard({ config, env });
const workers: ChildProcess[] = [];
const dataDirectory = join(directory, 'worker');

/** One more process that runs jobs on the same database. */
async function addWorker(): Promise<void> {
  const program = join(import.meta.dirname, '..', 'bin', 'worker.js');
  const worker = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      ...env,
      BASEBOARD_CONFIG: server.configFile,
      BASEBOARD_DATA: dataDirectory,
      BASEBOARD_LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  workers.push(worker);
  // It says on stderr that it is ready.
  await once(worker.stderr, 'data');
}

try {
  const total = NAMES * SHAPE.images;
  report(`registry: ${registry.kind}, under ${NAMES} names, ${ROUND_TRIP_MS} ms away; ${total} images`);
  report(`first scan: ${(await trackAll(server, images)).toFixed(1)} s`);
  const taken = new Map<number, number>();
  for (const processes of PROCESSES) {
    while (workers.length + 1 < processes) await addWorker();
    await rescanAll(server);
    const rounds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await rescanAll(server));
    taken.set(processes, median(rounds));
    const ratio = (taken.get(1) ?? Number.NaN) / median(rounds);
    report(`${processes} processes: ${spread(rounds, 's')}, ${ratio.toFixed(2)}×`);
  }
  const bare = await seconds(() =>
    inParallel(images.length, (n) => near.resolve(nearReference(images[n] ?? '')), 64),
  );
  report(`the same HEADs, 64 at a time, without the distance: ${bare.toFixed(2)} s: the registry’s limit`);
  const speedUp = (taken.get(1) ?? 0) / (taken.get(2) ?? 1);
  report(`two processes: ${speedUp.toFixed(2)}× (goal: at least ${GOAL}×)`);
} finally {
  for (const worker of workers) {
    worker.kill('SIGTERM');
    if (worker.exitCode === null) await once(worker, 'exit');
  }
  await server.stop();
  await near.close();
  for (const { stop } of hosts) await stop();
  await registry.stop();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

function nearReference(image: string) {
  const [, path = ''] = /^[^/]+\/(.*)$/.exec(image) ?? [];
  const at = path.lastIndexOf(':');
  return { registry: registry.host, repository: path.slice(0, at), tag: path.slice(at + 1) };
}
