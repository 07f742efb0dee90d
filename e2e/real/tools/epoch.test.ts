import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeImage } from '#lib/judging/judge-image.ts';
import { createMemorySources } from '#lib/judging/sources/memory-sources.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { createRegistry } from '#lib/registry/client.ts';
import { image, push } from '#lib/registry/memory/image-builder.ts';
import { type ServedRegistry, serveMemoryRegistry } from '#lib/registry/memory/serve.ts';
import { type BuildKit, buildkitMissing, startBuildkit } from './buildkit.ts';

const missing = buildkitMissing();
const SLOW = 120_000;

describe.skipIf(missing)(`a reproducible build of BuildKit${missing ? ` (${missing})` : ''}`, () => {
  let served: ServedRegistry;
  let buildkit: BuildKit;
  beforeAll(async () => {
    served = await serveMemoryRegistry();
    const base = image().layer('ADD rootfs /', [{ path: 'etc/os-release', content: 'ID=test' }]);
    await push(served.registry, `${served.host}/base:1`, base);
    buildkit = await startBuildkit([served]);
  }, SLOW);
  afterAll(async () => {
    await buildkit?.stop();
    await served?.close();
  }, SLOW);

  it.each(['v0.2', 'v1'])(
    'has times beyond 2^53 in its provenance %s, which is read',
    { timeout: SLOW },
    async (version) => {
      const name = `${served.host}/app:${version}`;
      const built = await buildkit.tryBuild(
        `FROM ${served.host}/base:1\nWORKDIR /srv\nCOPY x /srv/\n`,
        ...['--opt', 'build-arg:SOURCE_DATE_EPOCH=1767225600'],
        ...['--opt', `attest:provenance=mode=max,version=${version}`],
        ...['--output', `type=image,name=${name},push=true,oci-mediatypes=true`],
      );
      expect(built).toMatchObject({ status: 0 });
      const blobs = [...(served.registry.state.repositories.get('app')?.blobs.values() ?? [])];
      const statements = blobs
        .map((bytes) => new TextDecoder().decode(bytes))
        .filter((text) => text.includes('"predicate'));
      expect(statements.join()).toMatch(/:\s*1767225600000000000\b/);
      const client = createRegistry({ registries: [{ host: served.host, plainHttp: true }] });
      const sources = createMemorySources(
        client,
        () => undefined,
        () => new Date(),
      );
      const { lineage } = await judgeImage(sources, parseReference(name), sources.board);
      await client.close();
      expect(lineage).toMatchObject({ status: 'up-to-date' });
      expect(lineage.links[0]?.base?.evidence).toContainEqual(
        expect.objectContaining({ kind: 'provenance', name: `${served.host}/base:1` }),
      );
    },
  );
});
