import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram, type Outcome, run, tryRun } from '../../run-program.ts';
import type { Workshop } from '../../tools/buildah.ts';
import { accessOptions, skopeoWithoutCache } from '../../tools/skopeo.ts';

/** An image unpacked by umoci: a bundle that runc can run. */
export interface Bundle {
  readonly path: string;
  /** A file of its root, as text. */
  read(path: string): Promise<string>;
}

/** Why images cannot be unpacked and run here, or `undefined` where they can. */
export function containersMissing(): string | undefined {
  const missing = ['skopeo', 'umoci', 'runc'].filter((name) => findProgram(name) === undefined);
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

/**
 * Pulls an image with skopeo into an OCI layout and unpacks it with umoci, which checks each layer against its diff ID.
 * Returns how umoci ended. Layers are pulled as gzip, the only format that umoci 0.4 reads; the diff IDs are the same.
 * With its cache, skopeo would remember plain layers, and buildah would push them instead of its own from then on.
 */
export async function tryUnpack(
  workshop: Workshop,
  name: string,
  architecture = 'amd64',
): Promise<{ outcome: Outcome; bundle: Bundle }> {
  const folder = await mkdtemp(join(workshop.scratch, 'bundle-'));
  const layout = join(folder, 'layout');
  const path = join(folder, 'bundle');
  await mkdir('/var/lib/containers/cache', { recursive: true });
  await skopeoWithoutCache(
    ...['--override-os', 'linux', '--override-arch', architecture, 'copy', '--dest-compress-format', 'gzip'],
    ...accessOptions(workshop, 'src'),
    ...[`docker://${workshop.registry.host}/${name}`, `oci:${layout}:image`],
  );
  const outcome = await tryRun('umoci', ['unpack', '--image', `${layout}:image`, path]);
  await rm(layout, { recursive: true });
  return { outcome, bundle: { path, read: (file) => readFile(join(path, 'rootfs', file), 'utf8') } };
}

/** {@link tryUnpack}; rejects with umoci's words where it refuses. */
export async function unpack(workshop: Workshop, name: string, architecture?: string): Promise<Bundle> {
  const { outcome, bundle } = await tryUnpack(workshop, name, architecture);
  if (outcome.status !== 0) throw new Error(`umoci refuses ${name}: ${outcome.stderr.trim()}`);
  return bundle;
}

/** Runs a bundle's command by runc, without a terminal, and answers what it printed. */
export async function runBundle({ path }: Bundle): Promise<string> {
  const file = join(path, 'config.json');
  const config = JSON.parse(await readFile(file, 'utf8')) as { process: Record<string, unknown> };
  await writeFile(file, JSON.stringify({ ...config, process: { ...config.process, terminal: false } }));
  const state = join(path, 'state');
  await mkdir(state);
  return run('runc', ['--root', state, 'run', '--bundle', path, `baseboard-${process.pid}-${Date.now()}`]);
}
