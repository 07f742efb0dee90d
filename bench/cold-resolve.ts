// How long until 200 images that were never seen have a verdict, against asking for each by hand?
// 200 images on 20 bases in one registry. Baseboard gets the list in one request and has to judge each chain;
// `skopeo inspect` reads one image's manifest and config, `regctl image check-base` compares one image's base.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRegistry } from '#lib/registry/client.ts';
import { peer } from '../e2e/peers/peers.ts';
import { findProgram } from '../e2e/real/process.ts';
import { startBaseboard } from '../e2e/server.ts';
import { pushFleet } from './fleet.ts';
import { median, report, seconds, spread } from './measure.ts';
import { startBenchRegistry } from './registries.ts';
import { trackAll } from './server.ts';

const ROUNDS = 3;
const SHAPE = { images: 200, bases: 20 };

const registry = await startBenchRegistry();
const client = createRegistry({ registries: [{ host: registry.host, plainHttp: true }] });
const scratch = mkdtempSync(join(tmpdir(), 'baseboard-bench-'));

/** A program once for each image, one after the other; a failure ends the measurement. */
async function loop(program: string, args: (reference: string) => string[], references: readonly string[]) {
  return seconds(async () => {
    for (const reference of references) {
      const { status, stderr } = spawnSync(program, args(reference), {
        env: { ...process.env, REGCTL_CONFIG: join(scratch, 'regctl.json') },
      });
      if (status !== 0) throw new Error(`${program} of ${reference} ended with ${status}: ${stderr}`);
    }
  });
}

try {
  const fleet = await pushFleet(client, registry.host, SHAPE);
  writeFileSync(
    join(scratch, 'regctl.json'),
    JSON.stringify({ hosts: { [registry.host]: { tls: 'disabled' } } }),
  );
  const config = JSON.stringify({ registries: [{ host: registry.host, plainHttp: true }] });
  const ours: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // A server with an empty database each time: nothing is known of any image.
    const server = await startBaseboard({ config });
    ours.push(await trackAll(server, fleet.images).finally(() => server.stop()));
  }
  report(`registry: ${registry.kind}`);
  report(`Baseboard, ${SHAPE.images} images:       ${spread(ours, 's')}`);
  const peers: [string, string | undefined, (reference: string) => string[]][] = [
    [
      'skopeo inspect',
      findProgram('skopeo'),
      (reference) => ['inspect', '--no-tags', '--tls-verify=false', `docker://${reference}`],
    ],
    ['regctl image check-base', peer('regctl'), (reference) => ['image', 'check-base', reference]],
  ];
  for (const [name, program, args] of peers) {
    if (program === undefined) {
      report(`${name}: not installed`);
      continue;
    }
    const took = await loop(program, args, fleet.images);
    report(
      `${name}, in a loop: ${took.toFixed(2)} s: ${(took / median(ours)).toFixed(1)}× (aim: at least 10×)`,
    );
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
  await client.close();
  await registry.stop();
}
