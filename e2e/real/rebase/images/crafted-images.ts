import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peer } from '../../../peers/peers.ts';
import { run } from '../../run-program.ts';
import { type Built, lookUp, type Workshop } from '../../tools/buildah.ts';
import { forgetful } from '../../tools/skopeo.ts';

/**
 * Copies one manifest with its layers as plain tars: other layer digests, the same diff IDs. skopeo undoes
 * compression into a folder alone, would compress again on its way to a registry if it might change digests, and
 * would remember these blobs for whatever is pushed after them.
 */
export async function pushUncompressed(
  { registry, scratch }: Workshop,
  from: string,
  to: string,
): Promise<Built> {
  await mkdir('/var/lib/containers/cache', { recursive: true });
  const folder = `dir:${await mkdtemp(join(scratch, 'plain-'))}`;
  const access = (side: 'src' | 'dest') => [
    `--${side}-tls-verify=false`,
    ...[`--${side}-authfile`, registry.authFile],
  ];
  const source = `docker://${registry.host}/${from}`;
  await forgetful('copy', '--dest-decompress', ...access('src'), source, folder);
  const target = `docker://${registry.host}/${to}`;
  await forgetful('copy', '--preserve-digests', ...access('dest'), folder, target);
  return lookUp(registry, to);
}

/** Appends that many layers to an image by crane, under its own tag; each writes its number to /opt/layer. */
export async function appendLayers(workshop: Workshop, name: string, count: number): Promise<Built> {
  const crane = peer('crane');
  if (crane === undefined) throw new Error('crane was not built: see e2e/peers/install.ts');
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
  await run(crane, ['append', '--insecure', '--base', reference, ...layers, '--new_tag', reference], {
    env: { DOCKER_CONFIG: registry.dockerConfig },
  });
  await rm(scratch, { recursive: true });
  return lookUp(registry, name);
}

/** A file of an image's root as crane has it, which pulls what skopeo refuses. */
export async function exportedFile(workshop: Workshop, name: string, path: string): Promise<string> {
  const crane = peer('crane');
  if (crane === undefined) throw new Error('crane was not built: see e2e/peers/install.ts');
  const { registry } = workshop;
  const folder = await mkdtemp(join(workshop.scratch, 'export-'));
  const archive = join(folder, 'root.tar');
  await run(crane, ['export', '--insecure', `${registry.host}/${name}`, archive], {
    env: { DOCKER_CONFIG: registry.dockerConfig },
  });
  return run('tar', ['-xOf', archive, path]);
}
