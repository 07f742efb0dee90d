import { setTimeout as sleep } from 'node:timers/promises';
import type { Digest } from '#lib/oci/digest.ts';
import { parseConfig } from '#lib/oci/image-config.ts';
import { isIndex, isManifest, runnableChildren } from '#lib/oci/manifest.ts';
import { atDigest, type Repository } from '#lib/oci/reference.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { ImageSource } from '../rebase.ts';
import type { Patience } from './retry-timing.ts';

/** Time that runs so many times faster than that of the clock, for tests of what takes long. */
export function fasterTime(times: number): Patience {
  return {
    now: () => performance.now() * times,
    wait: (ms) => sleep(ms / times),
  };
}

/** An image with its documents, straight from a registry. */
export async function loadSource(
  registry: RegistryReader,
  repository: Repository,
  digest: Digest,
): Promise<ImageSource> {
  const document = await registry.getManifest(atDigest(repository, digest));
  if (isIndex(document)) {
    const children = await Promise.all(
      runnableChildren(document.content).map(
        async (entry) => [entry.digest, await loadSource(registry, repository, entry.digest)] as const,
      ),
    );
    return { kind: 'index', document, children: new Map(children) };
  }
  if (!isManifest(document)) throw new Error(`${digest} is no image`);
  const { registry: host, repository: name } = repository;
  const config = document.content.config.digest;
  const bytes = await registry.getBlob({ registry: host, repository: name, digest: config });
  return { kind: 'manifest', document, config: parseConfig(bytes) };
}
