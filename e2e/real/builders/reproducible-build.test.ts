import { describe, expect, it } from 'vitest';
import { image, push } from '#lib/registry/memory/image-builder.ts';
import { buildkitMissing } from '../tools/buildkit.ts';
import { openJudge } from '../verdicts/judge.ts';
import { buildkitAtMemoryRegistry, SLOW } from './buildkit-at-memory-registry.ts';

const missing = buildkitMissing();

describe.skipIf(missing)(`a reproducible build of BuildKit${missing ? ` (${missing})` : ''}`, () => {
  const open = buildkitAtMemoryRegistry(({ registry, host }) => {
    const base = image().layer('ADD rootfs /', [{ path: 'etc/os-release', content: 'ID=test' }]);
    return push(registry, `${host}/base:1`, base);
  });

  it.each(['v0.2', 'v1'])(
    'has times beyond 2^53 in its provenance %s, which is read',
    { timeout: SLOW },
    async (version) => {
      const { served, buildkit } = open();
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
      const judge = openJudge([{ host: served.host, plainHttp: true }]);
      const lineage = await judge.judge(name);
      await judge.close();
      expect(lineage).toMatchObject({ status: 'up-to-date' });
      expect(lineage.links[0]?.base?.evidence).toContainEqual(
        expect.objectContaining({ kind: 'provenance', name: `${served.host}/base:1` }),
      );
    },
  );
});
