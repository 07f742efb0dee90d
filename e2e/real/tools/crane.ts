import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peer } from '../../peers/peers.ts';
import type { RealRegistry } from '../registries/registries.ts';
import { type Outcome, run, tryRun } from '../run-program.ts';
import { type Built, lookUp, type Workshop } from './buildah.ts';

type Login = Pick<RealRegistry, 'dockerConfig'>;

/** Why crane cannot be run here, or `undefined` if it can. */
export function craneMissing(): string | undefined {
  return peer('crane') === undefined ? 'crane was not built: see e2e/peers/install.ts' : undefined;
}

function program(): string {
  const path = peer('crane');
  if (path === undefined) throw new Error(craneMissing());
  return path;
}

/** Runs crane with a registry's login, over plain HTTP; returns what it prints. Rejects if it fails. */
export function runCrane({ dockerConfig }: Login, ...args: readonly string[]): Promise<string> {
  return run(program(), [...args, '--insecure'], { env: { DOCKER_CONFIG: dockerConfig } });
}

/** The same where a failure is an outcome. */
export function tryCrane({ dockerConfig }: Login, ...args: readonly string[]): Promise<Outcome> {
  return tryRun(program(), [...args, '--insecure'], { env: { DOCKER_CONFIG: dockerConfig } });
}

/**
 * `crane append --set-base-image-annotations`: of an index it takes linux/amd64. It refuses a token server on
 * loopback, whatever the registry's own address.
 */
export async function appendWithCrane(workshop: Workshop, from: string, to: string): Promise<Built> {
  const { registry } = workshop;
  const scratch = await mkdtemp(join(workshop.scratch, 'crane-'));
  await mkdir(join(scratch, 'opt'));
  await writeFile(join(scratch, 'opt/added'), 'added by crane\n');
  const layer = join(scratch, 'layer.tar.gz');
  await run('tar', ['-C', scratch, '-czf', layer, 'opt']);
  await runCrane(
    registry,
    ...['append', '--set-base-image-annotations', '--base', `${registry.host}/${from}`],
    ...['--new_layer', layer, '--new_tag', `${registry.host}/${to}`],
  );
  await rm(scratch, { recursive: true });
  return lookUp(registry, to);
}

/** Appends that many layers to an image under its own tag; each writes its number to /opt/layer. */
export async function appendLayers(workshop: Workshop, name: string, count: number): Promise<Built> {
  const { registry } = workshop;
  const scratch = await mkdtemp(join(workshop.scratch, 'layers-'));
  await mkdir(join(scratch, 'opt'));
  const layers: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    await writeFile(join(scratch, 'opt/layer'), `${number}\n`);
    const layer = join(scratch, `${number}.tar.gz`);
    await run('tar', ['-C', scratch, '-czf', layer, 'opt']);
    layers.push('--new_layer', layer);
  }
  const reference = `${registry.host}/${name}`;
  await runCrane(registry, 'append', '--base', reference, ...layers, '--new_tag', reference);
  await rm(scratch, { recursive: true });
  return lookUp(registry, name);
}

/** Merges an image's layers into one, which keeps its annotations and says so in the history. */
export async function flattenWithCrane({ registry }: Workshop, from: string, to: string): Promise<Built> {
  await runCrane(registry, 'flatten', `${registry.host}/${from}`, '--tag', `${registry.host}/${to}`);
  return lookUp(registry, to);
}

/** A file of an image's root; crane pulls what skopeo refuses. */
export async function exportedFile(workshop: Workshop, name: string, path: string): Promise<string> {
  const { registry } = workshop;
  const folder = await mkdtemp(join(workshop.scratch, 'export-'));
  const archive = join(folder, 'root.tar');
  await runCrane(registry, 'export', `${registry.host}/${name}`, archive);
  return run('tar', ['-xOf', archive, path]);
}
