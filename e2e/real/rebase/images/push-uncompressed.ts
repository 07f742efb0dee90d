import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Built, lookUp, type Workshop } from '../../tools/buildah.ts';
import { accessOptions, skopeoWithoutCache } from '../../tools/skopeo.ts';

/**
 * Copies one manifest with its layers as plain tars: other layer digests, the same diff IDs. skopeo decompresses only
 * into a folder, and on the way to a registry compresses again unless digests must be preserved. With its cache, it would
 * reuse these blobs for later pushes.
 */
export async function pushUncompressed(workshop: Workshop, from: string, to: string): Promise<Built> {
  const { registry, scratch } = workshop;
  await mkdir('/var/lib/containers/cache', { recursive: true });
  const folder = `dir:${await mkdtemp(join(scratch, 'plain-'))}`;
  const source = `docker://${registry.host}/${from}`;
  await skopeoWithoutCache('copy', '--dest-decompress', ...accessOptions(workshop, 'src'), source, folder);
  const target = `docker://${registry.host}/${to}`;
  await skopeoWithoutCache('copy', '--preserve-digests', ...accessOptions(workshop, 'dest'), folder, target);
  return lookUp(registry, to);
}
