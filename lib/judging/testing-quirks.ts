// Documents that violate the specs, as some builders write them: for tests of what is read leniently.
import { digestOf } from '#lib/oci/compute-digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Registry } from '#lib/registry/registry.ts';

export type Json = Record<string, unknown>;

/** Changes to an app's documents, as a builder that violates the specs would make them. */
export interface Quirk {
  readonly config?: (config: Json) => Json;
  readonly manifest?: (manifest: Json) => Json;
  /** The entry of an index around the manifest; without it there is none. */
  readonly entry?: (entry: Json) => Json;
  readonly index?: (index: Json) => Json;
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const same = (json: Json) => json;

/** Pushes a one-platform image with a quirk; returns what its tag then resolves to. */
export async function putQuirk(
  registry: Registry,
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

/** The object with more, or other, keys. */
export const set = (more: Json) => (json: Json) => ({ ...json, ...more });
/** The same for an object in it. */
export const nested = (key: string, more: Json) => (json: Json) => ({
  ...json,
  [key]: { ...(json[key] as Json), ...more },
});

/** Quirks with only one possible meaning: an image with one is judged like any other. */
export const READ_QUIRKS: readonly (readonly [string, Quirk])[] = [
  ['optional texts of null', { config: set({ created: null, author: null, variant: null, history: null }) }],
  ['settings of null', { config: set({ config: { Env: null, Cmd: null, Entrypoint: null, Labels: null } }) }],
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
  ['an entry with nulls', { entry: set({ artifactType: null, annotations: null, urls: null, data: null }) }],
  ['an entry without a platform', { entry: set({ platform: null }) }],
  ['an entry with an empty platform', { entry: set({ platform: {} }) }],
  ['an entry with half a platform', { entry: set({ platform: { os: '', architecture: 'amd64' } }) }],
  ['an entry without a type', { entry: set({ mediaType: undefined }) }],
  [
    'features of null',
    { entry: nested('platform', { 'os.features': null, variant: null, 'os.version': null }) },
  ],
  ['an index with nulls', { entry: same, index: set({ annotations: null, subject: null, mediaType: null }) }],
];
