import { describe, expect, it } from 'vitest';
import { digestOf } from '#lib/oci/hash.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import { basedOn } from '#lib/registry/memory/image.ts';
import { createMemoryRegistry, type MemoryRegistry } from '#lib/registry/memory/registry.ts';
import { judgeImage } from './judge-image.ts';
import { createMemorySources } from './memory.ts';

type Json = Record<string, unknown>;

/** Changes to an app's documents as a builder off the spec would write them. */
interface Quirk {
  readonly config?: (config: Json) => Json;
  readonly manifest?: (manifest: Json) => Json;
  /** The entry of an index around the manifest; without it there is none. */
  readonly entry?: (entry: Json) => Json;
  readonly index?: (index: Json) => Json;
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const same = (json: Json) => json;

async function put(
  registry: MemoryRegistry,
  reference: string,
  layers: readonly string[],
  annotations: Json,
  quirk: Quirk,
) {
  const place = parseReference(reference);
  const blob = async (bytes: Uint8Array, mediaType: string) => {
    const digest = digestOf(bytes);
    await registry.putBlob({ ...place, digest }, { size: bytes.byteLength, content: bytes });
    return { mediaType, digest, size: bytes.byteLength };
  };
  const config = encode(
    (quirk.config ?? same)({
      os: 'linux',
      architecture: 'amd64',
      created: '2026-01-01T00:00:00Z',
      config: { Env: ['A=1'] },
      rootfs: { type: 'layers', diff_ids: layers.map((layer) => digestOf(`diff ${layer}`)) },
    }),
  );
  const manifest = encode(
    (quirk.manifest ?? same)({
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      config: await blob(config, MEDIA_TYPE.ociConfig),
      layers: await Promise.all(layers.map((layer) => blob(encode(layer), MEDIA_TYPE.ociLayerGzip))),
      annotations,
    }),
  );
  const { registry: host, repository } = place;
  const target = quirk.entry ? { registry: host, repository, digest: digestOf(manifest) } : place;
  const { digest } = await registry.putManifest(target, {
    mediaType: MEDIA_TYPE.ociManifest,
    bytes: manifest,
  });
  if (!quirk.entry) return digest;
  const entry = quirk.entry({
    mediaType: MEDIA_TYPE.ociManifest,
    digest,
    size: manifest.byteLength,
    platform: { os: 'linux', architecture: 'amd64' },
  });
  const index = encode(
    (quirk.index ?? same)({ schemaVersion: 2, mediaType: MEDIA_TYPE.ociIndex, manifests: [entry] }),
  );
  return (await registry.putManifest(place, { mediaType: MEDIA_TYPE.ociIndex, bytes: index })).digest;
}

/** The verdict on an app with a quirk, on a base that has not moved. */
async function verdict(quirk: Quirk) {
  const registry = createMemoryRegistry();
  const base = await put(registry, 'registry.test/base:1', ['os'], {}, {});
  const claim = basedOn('registry.test/base:1', base);
  await put(registry, 'registry.test/app:1', ['os', 'app'], claim, quirk);
  const sources = createMemorySources(
    registry,
    () => undefined,
    () => new Date('2026-06-01T00:00:00Z'),
  );
  const reference = parseReference('registry.test/app:1');
  const { lineage } = await judgeImage(sources, reference, sources.board);
  return lineage;
}

const set = (more: Json) => (json: Json) => ({ ...json, ...more });
const nested = (key: string, more: Json) => (json: Json) => ({
  ...json,
  [key]: { ...(json[key] as Json), ...more },
});

describe('an image off the spec in what a verdict does not need is judged like any other', () => {
  it.each<[string, Quirk]>([
    [
      'optional texts of null',
      { config: set({ created: null, author: null, variant: null, history: null }) },
    ],
    [
      'settings of null',
      { config: set({ config: { Env: null, Cmd: null, Entrypoint: null, Labels: null } }) },
    ],
    ['a rootfs without a type', { config: nested('rootfs', { type: undefined }) }],
    ...['application/octet-stream', 'application/json', 'text/html', '', MEDIA_TYPE.dockerConfig].map(
      (mediaType): [string, Quirk] => [
        `a config of type "${mediaType}"`,
        { manifest: nested('config', { mediaType }) },
      ],
    ),
    ['no schema version', { manifest: set({ schemaVersion: undefined }) }],
    ['no media type', { manifest: set({ mediaType: undefined }) }],
    ['null where there is none', { manifest: set({ mediaType: null, artifactType: null, subject: null }) }],
    ['an entry whose artifact type is a config’s', { entry: set({ artifactType: MEDIA_TYPE.ociConfig }) }],
    ['an entry whose artifact type is Docker’s', { entry: set({ artifactType: MEDIA_TYPE.dockerConfig }) }],
    [
      'an entry with nulls',
      { entry: set({ artifactType: null, annotations: null, urls: null, data: null }) },
    ],
    ['an entry without a platform', { entry: set({ platform: null }) }],
    ['an entry with an empty platform', { entry: set({ platform: {} }) }],
    ['an entry with half a platform', { entry: set({ platform: { os: '', architecture: 'amd64' } }) }],
    ['an entry without a type', { entry: set({ mediaType: undefined }) }],
    [
      'features of null',
      { entry: nested('platform', { 'os.features': null, variant: null, 'os.version': null }) },
    ],
    [
      'an index with nulls',
      { entry: same, index: set({ annotations: null, subject: null, mediaType: null }) },
    ],
  ])('%s', async (_, quirk) => {
    const lineage = await verdict(quirk);
    expect(lineage).toMatchObject({ status: 'up-to-date' });
    expect(lineage.links[0]?.platforms.map(({ platform }) => platform)).toEqual(['linux/amd64']);
  });

  it('an annotation of null is none: it does not say "built on nothing"', async () => {
    const nothing = {
      'org.opencontainers.image.base.name': null,
      'org.opencontainers.image.base.digest': null,
    };
    const lineage = await verdict({ manifest: set({ annotations: nothing }) });
    expect(lineage).toMatchObject({ status: 'unknown', end: 'no-evidence' });
  });
});

describe('what is not told is shown as unknown', () => {
  it.each(['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '0', 'now', ''])(
    'a creation time of "%s"',
    async (created) => {
      const lineage = await verdict({ config: set({ created }) });
      expect(lineage).toMatchObject({
        status: 'up-to-date',
        links: [{ created: null }, { created: expect.any(String) }],
      });
    },
  );

  it('a platform that neither index nor config tells', async () => {
    const lineage = await verdict({
      config: set({ os: '', architecture: undefined }),
      entry: set({ platform: { os: '', architecture: '' } }),
    });
    expect(lineage.links[0]?.platforms.map(({ platform }) => platform)).toEqual(['unknown']);
    expect(lineage.links[0]?.base?.platforms.map(({ platform }) => platform)).toEqual(['unknown']);
  });
});

describe('what changes the meaning of a document makes it unknown, in words', () => {
  it.each<[string, Quirk, RegExp]>([
    ['layers of another kind', { config: nested('rootfs', { type: 'layers+base' }) }, /rootfs\.type/],
    ['a variable that is no text', { config: set({ config: { Env: [1] } }) }, /config\.Env\.0/],
    [
      'a label that is no text',
      { config: set({ config: { Labels: { a: 1 } } }) },
      /config\.Labels\.a: is not a text/,
    ],
    ['a key in other capitals', { config: set({ Rootfs: {} }) }, /"Rootfs" for "rootfs"/],
    [
      'an annotation that is no text',
      { manifest: set({ annotations: { a: {} } }) },
      /annotations\.a: is not a text/,
    ],
  ])('%s', async (_, quirk, words) => {
    const lineage = await verdict(quirk);
    expect(lineage).toMatchObject({ status: 'unknown', end: 'unresolvable' });
    expect(lineage.summary).toMatch(words);
  });
});
