import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RealRegistry, startDistribution } from '../../registries/registries.ts';
import { run } from '../../run-program.ts';
import { openWorkshop, type Workshop } from '../../tools/buildah.ts';

/** Two registries with accounts of their own: bases in one, apps in the other. */
export interface Across {
  /** With Basic authentication. */
  readonly bases: RealRegistry;
  /** With a token server. */
  readonly apps: RealRegistry;
  /** Builders that push into one of them, and may pull from both. */
  readonly baseWorkshop: Workshop;
  readonly appWorkshop: Workshop;
  /** Copies an app into another registry without a change. */
  copyTo(registry: RealRegistry, name: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts both. */
export async function openAcross(): Promise<Across> {
  const bases = await startDistribution('basic');
  const apps = await startDistribution('token');
  const authFile = join(apps.scratch, 'both.json');
  const accounts = await Promise.all(
    [bases, apps].map(async (registry) => JSON.parse(await readFile(registry.authFile, 'utf8')).auths),
  );
  await writeFile(authFile, JSON.stringify({ auths: Object.assign({}, ...accounts) }), { mode: 0o600 });
  const [baseWorkshop, appWorkshop] = [await openWorkshop(bases), await openWorkshop({ ...apps, authFile })];
  return {
    ...{ bases, apps, baseWorkshop, appWorkshop },
    copyTo: async (registry, name) => {
      const access = ['--src-tls-verify=false', '--src-authfile', authFile, '--dest-tls-verify=false'];
      const names = [apps.host, registry.host].map((host) => `docker://${host}/${name}`);
      await run('skopeo', ['copy', '--all', '--preserve-digests', ...access, ...names]);
    },
    close: async () => {
      await baseWorkshop.close();
      await appWorkshop.close();
      await bases.stop();
      await apps.stop();
    },
  };
}

/** Turns the last byte of a stored blob round: what the registry then serves is not what its digest says. */
export async function corruptBlob({ scratch }: RealRegistry, digest: string): Promise<void> {
  const hex = digest.slice('sha256:'.length);
  const path = join(scratch, 'storage/docker/registry/v2/blobs/sha256', hex.slice(0, 2), hex, 'data');
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 0xff, bytes.length - 1);
  await writeFile(path, bytes);
}

/** Lets the registry collect its garbage: manifests without a tag, and blobs that no manifest has. */
export async function collectGarbage({ scratch }: RealRegistry): Promise<void> {
  await run('docker-registry', ['garbage-collect', '--delete-untagged', join(scratch, 'registry.json')]);
}
