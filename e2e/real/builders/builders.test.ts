import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getRaw, getRawBlob, type RawDescriptor } from '../registries/raw-requests.ts';
import { distributionMissing } from '../registries/registries.ts';
import type { Built } from '../tools/buildah.ts';
import { buildahMissing } from '../tools/buildah.ts';
import { CASES, caseMissing, type OpenBench, openBench } from '../verdicts/cases/bench.ts';

// What builders really write: the verdicts' tests rest on this, not on documentation. A failure here after an upgrade
// means that a builder changed.

/** What stands at each place, the host left out and digests named by what they are of. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  'buildah on an index': ['manifest linux/amd64: library/debian:12 = platform'],
  'buildah, two platforms': [
    'manifest linux/amd64: library/debian:12 = platform',
    'manifest linux/arm64: library/debian:12 = platform',
  ],
  'buildah --layers, as podman builds': ['manifest linux/amd64: library/debian:12 = in no registry'],
  'buildah, FROM a stage': ['manifest linux/amd64: library/debian:12 = in no registry'],
  'buildah, a file from a builder image': ['manifest linux/amd64: library/debian:12 = platform'],
  'buildah through a mirror': ['manifest linux/amd64: docker.io/library/debian:12 = platform'],
  'buildah --squash': ['manifest linux/amd64: library/debian:12 = platform'],
  'buildah, FROM name@digest': ['manifest linux/amd64: library/debian@index = platform'],
  'umoci on a scratch image': ['manifest linux/amd64: "" = ""'],
  'Docker official image': [
    'descriptor linux/amd64: debian:12 = platform',
    'descriptor linux/arm64: debian:12 = platform',
    'manifest linux/amd64: debian:12 = platform',
    'manifest linux/arm64: debian:12 = platform',
  ],
  ko: [
    'index: library/debian:12 = index',
    'manifest linux/amd64: library/debian:12 = platform',
    'manifest linux/arm64: library/debian:12 = platform',
  ],
  'config labels': ['label: library/debian:12 = index'],
  'nothing written down': [],
  'crane append': ['manifest linux/amd64: library/debian:12 = platform'],
};

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';
type Words = Readonly<Record<string, string>> | undefined;
interface Image extends Record<string, unknown> {
  readonly annotations?: Words;
  readonly config?: RawDescriptor;
  readonly manifests?: readonly RawDescriptor[];
  readonly layers?: readonly RawDescriptor[];
}

async function written(bench: OpenBench, image: Built): Promise<string[]> {
  const { registry } = bench.workshop;
  const { debian } = bench;
  const nameOf = (digest: string): string => {
    if (digest === debian.digest) return 'index';
    return Object.values(debian.children).includes(digest) ? 'platform' : 'in no registry';
  };
  const said = (where: string, words: Words): string[] => {
    if (words?.[NAME] === undefined && words?.[DIGEST] === undefined) return [];
    const name = (words[NAME] ?? '').replace(`${registry.host}/`, '').replace(debian.digest, 'index');
    const digest = words[DIGEST] ?? '';
    return [`${where}: ${name || '""'} = ${digest === '' ? '""' : nameOf(digest)}`];
  };
  const top = (await getRaw(registry, image.repository, image.digest)).json as Image;
  if (top.manifests === undefined) {
    const config = await getRawBlob(registry, image.repository, top.config?.digest ?? '');
    const { Labels } = (config.config ?? {}) as { Labels?: Record<string, string> };
    return [...said('label', Labels), ...said('manifest linux/amd64', top.annotations)];
  }
  const all = said('index', top.annotations);
  for (const { digest, annotations, platform } of top.manifests) {
    const child = (await getRaw(registry, image.repository, digest)).json as Image;
    const name = `${platform?.os}/${platform?.architecture}`;
    all.push(...said(`descriptor ${name}`, annotations), ...said(`manifest ${name}`, child.annotations));
  }
  return all.sort();
}

const missing = distributionMissing() ?? buildahMissing();

describe.skipIf(missing)(`what builders write${missing === undefined ? '' : ` (${missing})`}`, () => {
  let bench: OpenBench;
  beforeAll(async () => {
    const attested = (title: string): boolean => title.startsWith('BuildKit');
    bench = await openBench(
      'none',
      CASES.filter(({ title }) => title in WRITTEN || attested(title)),
    );
  }, 180_000);
  afterAll(() => bench?.close());

  const find = (title: string): readonly [Built | undefined, string | undefined] => {
    const of = CASES.find((each) => each.title === title);
    if (of === undefined) throw new Error(`there is no case "${title}"`);
    return [bench.images.get(of), caseMissing(of)];
  };

  it.for(Object.entries(WRITTEN))('%s', async ([title, expected], context) => {
    const [image, obstacle] = find(title);
    if (image === undefined) return context.skip(obstacle);
    expect(await written(bench, image)).toEqual(expected);
  });

  it('BuildKit: provenance that names what the reference resolved to', async (context) => {
    const { registry } = bench.workshop;
    const [image, obstacle] = find('BuildKit, v1, mode=min, a builder');
    if (image === undefined) return context.skip(obstacle);
    const top = (await getRaw(registry, image.repository, image.digest)).json as Image;
    const attestation = top.manifests?.find(({ platform }) => platform?.os === 'unknown');
    expect(attestation?.annotations).toEqual({
      'vnd.docker.reference.type': 'attestation-manifest',
      'vnd.docker.reference.digest': image.children['linux/amd64'],
    });
    const { layers } = (await getRaw(registry, image.repository, attestation?.digest ?? '')).json as Image;
    const statement = await getRawBlob(registry, image.repository, layers?.[0]?.digest ?? '');
    expect(statement.predicateType).toBe('https://slsa.dev/provenance/v1');
    expect(statement.predicate).toMatchObject({
      buildDefinition: {
        // Sorted by reference, not in FROM's order: the builder comes first. Multi-arch: the index's digest.
        resolvedDependencies: [
          { uri: `pkg:docker/${registry.host}/library/builder@1?platform=linux%2Famd64` },
          {
            uri: `pkg:docker/${registry.host}/library/debian@12?platform=linux%2Famd64`,
            digest: { sha256: bench.debian.digest.replace('sha256:', '') },
          },
        ],
      },
    });
    expect(await written(bench, image)).toEqual([]);
  });
});
