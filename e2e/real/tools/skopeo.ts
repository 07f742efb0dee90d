import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../run-program.ts';
import { type Built, lookUp, type Workshop } from './buildah.ts';

/** skopeo's options for the workshop's registry as the source or destination. */
export const accessOptions = (workshop: Workshop, side: 'src' | 'dest'): string[] => [
  `--${side}-tls-verify=false`,
  ...[`--${side}-authfile`, workshop.registry.authFile],
];

/** Runs skopeo without its cache of which blob has which content, in a mount namespace of its own. */
export const skopeoWithoutCache = (...args: string[]): Promise<string> =>
  run('unshare', [
    ...['--mount', 'sh', '-c', 'mount -t tmpfs none /var/lib/containers/cache && exec skopeo "$@"', 'sh'],
    ...args,
  ]);

/**
 * Copies one manifest with its layers compressed by zstd instead: other layer digests, the same diff IDs.
 * skopeo likes to take blobs that are there instead: those it remembers in /var/lib/containers/cache, and
 * those of the target's repository. So it has no memory here, and goes by an OCI layout.
 */
export async function recompress(workshop: Workshop, from: string, to: string): Promise<Built> {
  const { host } = workshop.registry;
  const scratch = await mkdtemp(join(workshop.scratch, 'zstd-'));
  const layout = `oci:${scratch}:copy`;
  await mkdir('/var/lib/containers/cache', { recursive: true });
  const source = [...accessOptions(workshop, 'src'), `docker://${host}/${from}`];
  await skopeoWithoutCache('copy', '--dest-compress-format', 'zstd', ...source, layout);
  await skopeoWithoutCache('copy', ...accessOptions(workshop, 'dest'), layout, `docker://${host}/${to}`);
  await rm(scratch, { recursive: true });
  return lookUp(workshop.registry, to);
}
