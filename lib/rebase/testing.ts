// Images for planning, built from words. A spec is one platform's image; layers are named, and equal names are equal
// layers; `packed` sets another compression.

import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { type ImageConfig, parseConfig } from '#lib/oci/image-config.ts';
import {
  type ImageIndex,
  type ImageManifest,
  type ManifestDocument,
  parseManifest,
} from '#lib/oci/manifest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { ImageSource, IndexSource, PlatformImageSource, RebaseQuestion } from './rebase.ts';

export const HOST = '127.0.0.1:5000';

type Strings = Readonly<Record<string, string>>;

export interface ImageSpec {
  readonly layers: readonly string[];
  readonly platform?: { os: string; architecture: string; variant?: string; 'os.version'?: string };
  readonly config?: Readonly<Record<string, unknown>>;
  /** Of the config's top level. */
  readonly top?: Readonly<Record<string, unknown>>;
  /** Entries as on the wire; one for each layer by default. */
  readonly history?: readonly Readonly<Record<string, unknown>>[] | null;
  readonly annotations?: Strings;
  readonly docker?: boolean;
  readonly layerType?: string;
  readonly packed?: string;
  /** Keys of the manifest beside those of the spec. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Of the layers' descriptors. */
  readonly descriptor?: Readonly<Record<string, unknown>>;
}

export const layerId = (name: string): Digest => digestOf(`diff of ${name}`);
export const blobId = (name: string, packed = 'gzip'): Digest => digestOf(`${packed} of ${name}`);

/** One platform's image. */
export function imageOf(spec: ImageSpec): PlatformImageSource {
  const { docker = false, packed = 'gzip', platform = { os: 'linux', architecture: 'amd64' } } = spec;
  const history =
    spec.history === null
      ? {}
      : { history: spec.history ?? spec.layers.map((name) => ({ created_by: `make ${name}` })) };
  const config = {
    created: '2026-01-01T00:00:00Z',
    ...platform,
    config: spec.config ?? {},
    rootfs: { type: 'layers', diff_ids: spec.layers.map(layerId) },
    ...history,
    ...spec.top,
  };
  const bytes = encode(config);
  const manifestType = docker ? MEDIA_TYPE.dockerManifest : MEDIA_TYPE.ociManifest;
  const layerType = spec.layerType ?? (docker ? MEDIA_TYPE.dockerLayerGzip : MEDIA_TYPE.ociLayerGzip);
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: {
      mediaType: docker ? MEDIA_TYPE.dockerConfig : MEDIA_TYPE.ociConfig,
      digest: digestOf(bytes),
      size: bytes.byteLength,
    },
    layers: spec.layers.map((name) => ({
      mediaType: layerType,
      digest: blobId(name, packed),
      size: 1000 + name.length,
      ...spec.descriptor,
    })),
    ...(spec.annotations ? { annotations: spec.annotations } : {}),
    ...spec.manifest,
  };
  return {
    kind: 'manifest',
    document: document<ImageManifest>(manifest, manifestType),
    config: parseConfig(bytes),
  };
}

/** An index of images (or of indexes), in order; `entries` are listed beside them. */
export function indexOf(
  children: readonly ImageSource[],
  options: {
    readonly annotations?: Strings;
    readonly descriptorAnnotations?: Strings;
    readonly entries?: readonly Descriptor[];
    readonly docker?: boolean;
    /** Leaves the platform to the configs. */
    readonly untold?: boolean;
  } = {},
): IndexSource {
  const mediaType = options.docker ? MEDIA_TYPE.dockerIndex : MEDIA_TYPE.ociIndex;
  const manifests = children.map((child) => ({
    mediaType: child.document.mediaType,
    digest: child.document.digest,
    size: child.document.bytes.byteLength,
    ...(child.kind === 'manifest' && !options.untold ? { platform: platformKeys(child.config) } : {}),
    ...(options.descriptorAnnotations ? { annotations: options.descriptorAnnotations } : {}),
  }));
  const content = {
    schemaVersion: 2,
    mediaType,
    manifests: [...manifests, ...(options.entries ?? [])],
    ...(options.annotations ? { annotations: options.annotations } : {}),
  };
  return {
    kind: 'index',
    document: document<ImageIndex>(content, mediaType),
    children: new Map(children.map((child) => [child.document.digest, child])),
  };
}

/** What a plan put, as an image again: for asking about the result. */
export function resultOf(
  documents: readonly { readonly digest: Digest; readonly mediaType: string; readonly text: string }[],
): ImageSource {
  const byDigest = new Map(documents.map((each) => [each.digest, each]));
  const read = (digest: Digest): ImageSource => {
    const planned = byDigest.get(digest);
    if (planned === undefined) throw new Error(`${digest} is not among what was put`);
    const bytes = new TextEncoder().encode(planned.text);
    const parsed = parseManifest(bytes, planned.mediaType);
    if ('manifests' in parsed.content) {
      const index = parsed as ManifestDocument<ImageIndex>;
      const known = index.content.manifests.filter((entry) => byDigest.has(entry.digest));
      return {
        kind: 'index',
        document: index,
        children: new Map(known.map((entry) => [entry.digest, read(entry.digest)])),
      };
    }
    const manifest = parsed as ManifestDocument<ImageManifest>;
    const config = byDigest.get(manifest.content.config.digest);
    if (config === undefined) throw new Error('its config is not among what was put');
    return {
      kind: 'manifest',
      document: manifest,
      config: parseConfig(new TextEncoder().encode(config.text)),
    };
  };
  const top = documents.at(-1);
  if (top === undefined) throw new Error('nothing was put');
  return read(top.digest);
}

/** A question about an app on a base whose tag moved; each part can be replaced. */
export function questionOf(
  original: ImageSource,
  oldBase: ImageSource | null,
  newBase: ImageSource,
  more: Partial<RebaseQuestion> = {},
): RebaseQuestion {
  const base = parseReference(`${HOST}/library/base:1`);
  return {
    reference: parseReference(`${HOST}/apps/shop:1.0`),
    original,
    oldBase:
      oldBase === null
        ? { state: 'gone', digest: null }
        : { state: 'present', repository: base, source: oldBase },
    oldBaseName: base,
    newBase: { reference: base, source: newBase },
    target: parseReference(`${HOST}/apps/shop:1.0`),
    targetDigest: original.document.digest,
    configMode: 'merge',
    referrers: [],
    ...more,
  };
}

function platformKeys(config: ImageConfig): {
  os: string;
  architecture: string;
  variant?: string;
  'os.version'?: string;
} {
  const { os, architecture, variant } = config;
  const version = config['os.version'];
  return { os, architecture, ...(variant ? { variant } : {}), ...(version ? { 'os.version': version } : {}) };
}

function document<M extends ImageManifest | ImageIndex>(
  content: unknown,
  mediaType: string,
): ManifestDocument<M> {
  return parseManifest(encode(content), mediaType) as ManifestDocument<M>;
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
