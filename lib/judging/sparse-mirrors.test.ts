import { expect, it } from 'vitest';
import { summarise } from '#lib/lineage/words/summary-sentences.ts';
import { isIndex } from '#lib/oci/manifest.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { basedOn, image, push, pushIndex } from '#lib/registry/memory/image-builder.ts';
import { createMemoryRegistry } from '#lib/registry/memory/memory-registry.ts';
import { serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import { judgeImage } from './judge-image.ts';
import { createMemorySources } from './sources/memory-sources.ts';

function judge(registry: RegistryReader, reference: string) {
  const sources = createMemorySources(
    registry,
    () => undefined,
    () => new Date('2026-06-01T00:00:00Z'),
  );
  return judgeImage(sources, parseReference(reference), sources.tagCache);
}

it('a verdict on a sparse mirror is not kept until a tag moves: the platform may be copied at any time', async () => {
  const registry = createMemoryRegistry();
  const base = image().layer('os', []);
  const digest = await pushIndex(registry, 'mirror.test/base:1', {
    images: [base, image().layer('arm64', []).on('linux/arm64')],
  });
  const arm64 = image().layer('arm64', []).layer('app', []).on('linux/arm64');
  await push(registry, 'mirror.test/app:1', arm64.annotate(basedOn('mirror.test/base:1', digest)));
  const whole = await judge(registry, 'mirror.test/app:1');
  expect([whole.lineage.status, whole.inputs === null]).toEqual(['up-to-date', false]);

  const index = await registry.getManifest(parseReference('mirror.test/base:1'));
  const child = isIndex(index) ? index.content.manifests[1]?.digest : undefined;
  if (child === undefined) throw new Error('no child');
  registry.state.repositories.get('base')?.manifests.delete(child);
  const { lineage, inputs } = await judge(registry, 'mirror.test/app:1');
  expect([lineage.status, inputs]).toEqual(['unknown', null]);
  expect(summarise(lineage)).toContain(
    'the registry lists linux/arm64 in this index but does not have its manifest',
  );
});

it.each<[string, string, string, RegExp]>([
  ['hidden from anonymous requests', 'private/base:1', 'unknown', /not visible without credentials/],
  [
    'gone from a public repository that has others',
    'public/base:gone',
    'broken',
    /is gone, both tag and digest/,
  ],
])('a base that is %s', async (_, name, status, summary) => {
  const registry = createMemoryRegistry();
  const auth = { kind: 'token', username: 'ci', password: 'secret', anonymousPull: /^public\// } as const;
  const served = await serveMemoryRegistry({ registry, auth });
  // The real thing where it hides: 404 instead of 401, as GitLab, Quay and Artifactory answer.
  const client = createRegistry({ registries: [{ host: served.host, plainHttp: true }] });
  const base = image().layer('os', []);
  const digest = await push(createMemoryRegistry(), `${served.host}/${name}`, base);
  await push(registry, `${served.host}/public/base:1`, image().layer('other', []));
  const app = base.layer('app', []).annotate(basedOn(`${served.host}/${name}`, digest));
  await push(registry, `${served.host}/public/app:1`, app);
  if (status === 'unknown')
    served.faults.add({ path: /\/v2\/private\//, fault: { kind: 'status', status: 404 } });
  const { lineage } = await judge(client, `${served.host}/public/app:1`);
  expect(lineage.status).toBe(status);
  expect(summarise(lineage)).toMatch(summary);
  await client.close();
  await served.close();
});
