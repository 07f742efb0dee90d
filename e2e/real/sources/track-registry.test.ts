import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '#lib/config/load-config.ts';
import { listImages } from '#lib/fleet/images/list-images.ts';
import { createSource } from '#lib/fleet/sources/create-source.ts';
import { getSource } from '#lib/fleet/sources/read-sources.ts';
import { startRuntime } from '#lib/jobs/runtime/runtime.ts';
import { connectionTo } from '../registries/connection.ts';
import { putRaw, putRawBlob } from '../registries/raw-requests.ts';
import { distributionMissing, startDistribution } from '../registries/registries.ts';

const missing = distributionMissing();
const PATIENCE = { timeout: 60_000, interval: 200 };

it.skipIf(missing)(
  `a source lists Distribution with its token server, and its images are tracked and judged${missing ? ` (${missing})` : ''}`,
  async ({ onTestFinished }) => {
    const registry = await startDistribution('token');
    onTestFinished(registry.stop);
    const folder = await mkdtemp(join(tmpdir(), 'baseboard-source-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const annotations = { 'org.opencontainers.image.base.name': 'scratch' };
    for (const tag of ['1.0.0', '1.1.0', 'latest']) {
      const content = {
        architecture: 'amd64',
        os: 'linux',
        rootfs: { type: 'layers', diff_ids: [] },
        author: tag,
      };
      const config = await putRawBlob(
        registry,
        'team/api',
        content,
        'application/vnd.oci.image.config.v1+json',
      );
      await putRaw(
        registry,
        'team/api',
        { schemaVersion: 2, mediaType, config, layers: [], annotations },
        tag,
      );
    }
    const { host } = registry;
    const file = JSON.stringify({ registries: [connectionTo(registry)] });
    const runtime = await startRuntime(
      loadConfig({ BASEBOARD_DATA: join(folder, 'data'), BASEBOARD_LOG_LEVEL: 'error' }, () => file),
    );
    onTestFinished(() => runtime.stop());
    const { context } = runtime;
    const select = { tags: { semver: '>=1', newest: 1, per: 'major' } };
    const request = { name: 'real', kind: 'registry' as const, config: { registry: host }, select };
    const { source } = await createSource(context, request, { name: 'operator', address: null });
    await expect.poll(async () => (await getSource(context, source.id)).source.state, PATIENCE).toBe('ok');
    const images = async () => {
      const page = { filter: undefined, sort: 'reference', descending: false, limit: 10 } as const;
      return (await listImages(context, page)).items.map(({ reference, status }) => [reference, status]);
    };
    await expect.poll(images, PATIENCE).toEqual([[`${host}/team/api:1.1.0`, 'root']]);
  },
  180_000,
);
