// How long does a first scan of 300 images show no movement, and does it count every image?
// The registry is 20 ms away. Goal: it moves within 2 s, and never stands still for longer. `--short` scans 60 images, and
// fails only if an image is not counted: how long things take is not asserted on a busy machine.
import { createRegistry } from '#lib/registry/client.ts';
import { startBaseboard } from '../e2e/server.ts';
import { awayFrom } from './distance.ts';
import { pushFleet } from './fleet.ts';
import { report } from './measure.ts';
import { startBenchRegistry } from './registries.ts';
import { ask, watchScan } from './server.ts';

const GOAL_MS = 2000;
const ROUND_TRIP_MS = 20;
const isShort = process.argv.includes('--short');
const SHAPE = isShort ? { images: 60, bases: 6 } : { images: 300, bases: 20 };

const registry = await startBenchRegistry();
const distant = await awayFrom(registry.host, ROUND_TRIP_MS);
const registries = [{ host: distant.host, plainHttp: true }];
const client = createRegistry({ registries });
const { images } = await pushFleet(client, distant.host, SHAPE);
const server = await startBaseboard({ config: JSON.stringify({ registries }) });
try {
  const moments = await watchScan(server, () =>
    ask(server, 'POST', '/api/v1/images', { references: images }),
  );
  const moved = moments.filter(({ checked }, at) => checked > (moments[at - 1]?.checked ?? 0));
  const waits = moved.map(({ ms }, at) => ms - (moved[at - 1]?.ms ?? 0));
  const [first = Number.POSITIVE_INFINITY] = waits;
  const longest = Math.max(...waits);
  const end = moments.at(-1);
  report(`registry: ${registry.kind}, ${ROUND_TRIP_MS} ms away; ${SHAPE.images} images`);
  report(`scanned in ${((end?.ms ?? 0) / 1000).toFixed(2)} s, in ${moved.length} steps`);
  report(`first movement after ${first.toFixed(0)} ms, longest silence ${longest.toFixed(0)} ms (goal: 2 s)`);
  const isCounted = end?.total === SHAPE.images && end.done + end.failed === end.total;
  if (!isCounted) {
    report(`not every image was counted: ${JSON.stringify(end)}`);
    process.exitCode = 1;
  }
  if (!isShort && longest > GOAL_MS) process.exitCode = 1;
} finally {
  await server.stop();
  await client.close();
  await distant.stop();
  await registry.stop();
}
