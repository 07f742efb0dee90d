// How long does a rescan of a known fleet take, compared with the HEAD requests that it needs?
// 1,000 images on 20 bases: 1,020 distinct tags. The same HEADs are sent with the same client, as fast as possible, in
// the same run, in turn with the rescans.

import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { startBaseboard } from '../e2e/server.ts';
import { inParallel, pushFleet } from './fleet.ts';
import { median, report, seconds, spread } from './measure.ts';
import { startBenchRegistry } from './registries.ts';
import { rescanAll, trackAll } from './server.ts';

const ROUNDS = 7;
const SHAPE = { images: 1000, bases: 20 };

const registry = await startBenchRegistry();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const fleet = await pushFleet(client, registry.host, SHAPE);
const server = await startBaseboard({
  config: JSON.stringify({ registries: [{ host: registry.host, plainHttp: true }] }),
});
try {
  report(`registry: ${registry.kind}`);
  report(`first scan of ${SHAPE.images} images: ${(await trackAll(server, fleet.images)).toFixed(2)} s`);
  const tags = [...fleet.images, ...fleet.bases].map(parseReference);
  const heads = () => inParallel(tags.length, (n) => client.resolve(tags[n] ?? parseReference('none')), 64);
  await heads();
  await rescanAll(server);
  const bare: number[] = [];
  const rescans: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await seconds(heads));
    rescans.push(await rescanAll(server));
  }
  report(`${tags.length} HEADs, the same client: ${spread(bare, 's')}`);
  report(`rescan of ${SHAPE.images} images:      ${spread(rescans, 's')}`);
  report(`ratio: ${(median(rescans) / median(bare)).toFixed(2)} (goal: at most 1.3)`);
} finally {
  await server.stop();
  await client.close();
  await registry.stop();
}
