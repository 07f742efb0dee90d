// How long until 200 new images have a verdict, compared with a command-line tool in a loop?
// 200 images on 20 bases in one registry. Baseboard gets the list in one request and judges each chain. `skopeo inspect`
// reads one image's manifest and config, `regctl image check-base` compares one image's base.
// Measured twice: on loopback, where only processor time counts, and with the round trip of a network.
// The physical limit is the requests alone, with the same client.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isManifest } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { peer } from '../e2e/peers/peers.ts';
import { findProgram, run } from '../e2e/real/run-program.ts';
import { type RunningBaseboard, startBaseboard } from '../e2e/server.ts';
import { awayFrom } from './distance.ts';
import { inParallel, pushFleet } from './fleet.ts';
import { median, report, seconds, spread } from './measure.ts';
import { startBenchRegistry } from './registries.ts';
import { trackAll } from './server.ts';

const ROUNDS = 5;
const SHAPE = { images: 200, bases: 20 };
/** About the round trip to a registry in the same region. */
const ROUND_TRIPS_MS = [0, 20];

/** Requests each image's tag, manifest and config, and does nothing else. */
async function bare(client: RegistryReader, references: readonly string[]): Promise<void> {
  await inParallel(
    references.length,
    async (n) => {
      const reference = parseReference(references[n] ?? '');
      const { digest } = await client.resolve(reference);
      const document = await client.getManifest({ ...reference, digest });
      if (!isManifest(document)) throw new Error(`${references[n]} is an index`);
      await client.getBlob({ ...reference, digest: document.content.config.digest });
    },
    64,
  );
}

/** Runs a program once for each image, one after the other. A failure ends the measurement. */
function loop(
  [program, ...args]: readonly string[],
  references: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  return seconds(async () => {
    for (const reference of references) {
      await run(program ?? '', [...args.slice(0, -1), `${args.at(-1)}${reference}`], { env });
    }
  });
}

/** The installed peers: their commands, to whose last argument the reference is added. */
function peers(): [string, readonly string[]][] {
  const skopeo = findProgram('skopeo');
  const regctl = peer('regctl');
  if (skopeo === undefined) report('skopeo: not installed');
  if (regctl === undefined) report('regctl: not installed');
  return [
    ...(skopeo
      ? [commandOf('skopeo inspect', skopeo, 'inspect', '--no-tags', '--tls-verify=false', 'docker://')]
      : []),
    ...(regctl ? [commandOf('regctl image check-base', regctl, 'image', 'check-base', '')] : []),
  ];
}

function commandOf(name: string, ...command: string[]): [string, readonly string[]] {
  return [name, command];
}

/** Measures Baseboard and the requests alone in turn, each round with new images; then each peer once. */
async function measure(host: string): Promise<void> {
  const registries = [{ host, plainHttp: true }];
  const client = createRegistry({ registries });
  const scratch = mkdtempSync(join(tmpdir(), 'baseboard-bench-'));
  const regctlConfig = join(scratch, 'regctl.json');
  writeFileSync(regctlConfig, JSON.stringify({ hosts: { [host]: { tls: 'disabled' } } }));
  let server: RunningBaseboard | undefined;
  try {
    const push = (n: number) => pushFleet(client, host, { ...SHAPE, name: `round-${n}` });
    const first = await push(0);
    server = await startBaseboard({ config: JSON.stringify({ registries }) });
    report(`Baseboard, just started: ${(await trackAll(server, first.images)).toFixed(2)} s`);
    const ours: number[] = [];
    const least: number[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      const { images, bases } = await push(round);
      ours.push(await trackAll(server, images));
      least.push(await seconds(() => bare(client, [...images, ...bases])));
    }
    report(`Baseboard, running: ${spread(ours, 's')}`);
    report(`its ${3 * (SHAPE.images + SHAPE.bases)} requests alone: ${spread(least, 's')}`);
    for (const [name, command] of peers()) {
      const took = await loop(command, first.images, { REGCTL_CONFIG: regctlConfig });
      const faster = (took / median(ours)).toFixed(1);
      const bound = (took / median(least)).toFixed(1);
      report(
        `${name}, in a loop: ${took.toFixed(2)} s: ${faster}× (goal: 10×; the requests alone: ${bound}×)`,
      );
    }
  } finally {
    await server?.stop();
    rmSync(scratch, { recursive: true, force: true });
    await client.close();
  }
}

const registry = await startBenchRegistry();
report(`registry: ${registry.kind}; ${SHAPE.images} images on ${SHAPE.bases} bases`);
try {
  for (const roundTripMs of ROUND_TRIPS_MS) {
    report(roundTripMs === 0 ? 'on loopback:' : `${roundTripMs} ms away:`);
    const distant = roundTripMs === 0 ? undefined : await awayFrom(registry.host, roundTripMs);
    await measure(distant?.host ?? registry.host).finally(() => distant?.stop());
  }
} finally {
  await registry.stop();
}
