import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { peer } from '../../peers/peers.ts';
import { run } from '../run-program.ts';
import { type Built, lookUp, type Workshop } from './buildah.ts';

const plain = (workshop: Workshop, side: 'src' | 'dest'): string[] => [
  `--${side}-tls-verify=false`,
  ...[`--${side}-authfile`, workshop.registry.authFile],
];

/** Copies an image, all its platforms, within the workshop's registry. */
export async function copyImage(workshop: Workshop, from: string, to: string): Promise<Built> {
  const { host } = workshop.registry;
  await run('skopeo', [
    ...['copy', '--all', ...plain(workshop, 'src'), ...plain(workshop, 'dest')],
    ...[`docker://${host}/${from}`, `docker://${host}/${to}`],
  ]);
  return lookUp(workshop.registry, to);
}

/** skopeo in a mount namespace where the memory of which blob has which content is empty. */
export const forgetful = (...args: string[]): Promise<string> =>
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
  const source = [...plain(workshop, 'src'), `docker://${host}/${from}`];
  await forgetful('copy', '--dest-compress-format', 'zstd', ...source, layout);
  await forgetful('copy', ...plain(workshop, 'dest'), layout, `docker://${host}/${to}`);
  await rm(scratch, { recursive: true });
  return lookUp(workshop.registry, to);
}

/**
 * Appends a layer with umoci, which knows no bases: the annotations of what it appends to stay as they
 * are, a scratch image's empty strings too.
 */
export async function appendWithUmoci(workshop: Workshop, from: string, to: string): Promise<Built> {
  const { host } = workshop.registry;
  const scratch = await mkdtemp(join(workshop.scratch, 'umoci-'));
  const layout = `${scratch}/layout:app`;
  await writeFile(join(scratch, 'added'), 'added by umoci\n');
  await run('skopeo', ['copy', ...plain(workshop, 'src'), `docker://${host}/${from}`, `oci:${layout}`]);
  await run('umoci', ['insert', '--image', layout, join(scratch, 'added'), '/opt/added']);
  await run('skopeo', ['copy', ...plain(workshop, 'dest'), `oci:${layout}`, `docker://${host}/${to}`]);
  await rm(scratch, { recursive: true });
  return lookUp(workshop.registry, to);
}

/**
 * `crane append --set-base-image-annotations`: of an index it takes linux/amd64. It refuses a token server on
 * loopback, whatever the registry's own address.
 */
export async function appendWithCrane(workshop: Workshop, from: string, to: string): Promise<Built> {
  const crane = peer('crane');
  if (crane === undefined) throw new Error('crane was not built: see e2e/peers/install.ts');
  const { host, dockerConfig } = workshop.registry;
  const scratch = await mkdtemp(join(workshop.scratch, 'crane-'));
  await mkdir(join(scratch, 'opt'));
  await writeFile(join(scratch, 'opt/added'), 'added by crane\n');
  await run('tar', ['-C', scratch, '-czf', join(scratch, 'layer.tar.gz'), 'opt']);
  await run(
    crane,
    [
      ...['append', '--insecure', '--set-base-image-annotations', '--base', `${host}/${from}`],
      ...['--new_layer', join(scratch, 'layer.tar.gz'), '--new_tag', `${host}/${to}`],
    ],
    { env: { DOCKER_CONFIG: dockerConfig } },
  );
  await rm(scratch, { recursive: true });
  return lookUp(workshop.registry, to);
}

/** Merges an image's layers into one with crane, which keeps its annotations and says so in the history. */
export async function flattenWithCrane(workshop: Workshop, from: string, to: string): Promise<Built> {
  const crane = peer('crane');
  if (crane === undefined) throw new Error('crane was not built: see e2e/peers/install.ts');
  const { host, dockerConfig } = workshop.registry;
  const args = ['flatten', '--insecure', `${host}/${from}`, '--tag', `${host}/${to}`];
  await run(crane, args, { env: { DOCKER_CONFIG: dockerConfig } });
  return lookUp(workshop.registry, to);
}
