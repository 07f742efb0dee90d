import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Built, lookUp, type Workshop } from '../../tools/buildah.ts';
import { skopeoWithoutCache } from '../../tools/skopeo.ts';

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
  await skopeoWithoutCache('copy', '--dest-decompress', ...access('src'), source, folder);
  const target = `docker://${registry.host}/${to}`;
  await skopeoWithoutCache('copy', '--preserve-digests', ...access('dest'), folder, target);
  return lookUp(registry, to);
}
