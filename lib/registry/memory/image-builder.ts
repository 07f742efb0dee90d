import { ANNOTATION } from '#lib/oci/annotations.ts';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Descriptor } from '#lib/oci/descriptor.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference, type Reference } from '#lib/oci/reference.ts';
import type { RegistryWriter } from '../registry.ts';
import { type Layer, packLayer, repackLayer } from './layer.ts';
import { type TarFile, tar } from './tar.ts';

type Strings = Readonly<Record<string, string>>;

interface Parts {
  readonly platform: string;
  readonly created: string;
  readonly layers: readonly Layer[];
  readonly labels: Strings;
  readonly annotations: Strings;
  readonly runtime: Readonly<Record<string, unknown>>;
  readonly docker: boolean;
}

/**
 * Images for tests and the sample fleet, declared in code; all digests are computed:
 *
 *     const debian = image().layer('ADD rootfs.tar /', [{ path: 'etc/os-release', content: 'ID=debian' }]);
 *     const app = image().from(debian).layer('COPY app /app', [{ path: 'app', content: 'v1' }]);
 *     await push(registry, 'registry.test/app:1', app.annotate({ …basedOn('debian:12', digest) }));
 *
 * A recipe is an image for one platform; every method returns a changed copy.
 */
export class ImageRecipe {
  readonly parts: Parts;

  constructor(parts: Parts) {
    this.parts = parts;
  }

  /** Based on another image: takes its layers, labels, runtime settings and platform. */
  from(base: ImageRecipe): ImageRecipe {
    const { layers, labels, runtime, platform } = base.parts;
    return this.#with({ layers, labels, runtime, platform });
  }

  /** Adds a layer on top. */
  layer(createdBy: string, files: readonly TarFile[]): ImageRecipe {
    return this.#with({ layers: [...this.parts.layers, packLayer(createdBy, tar(files), 6)] });
  }

  /** The same layers, compressed again with other bytes. */
  repacked(): ImageRecipe {
    return this.#with({ layers: this.parts.layers.map(repackLayer) });
  }

  /** All layers in one, as `docker build --squash` makes it. */
  squashed(): ImageRecipe {
    const [first] = this.parts.layers;
    const content = this.parts.layers.map(({ diffId, createdBy }) => ({
      path: diffId.slice(7, 39),
      content: createdBy,
    }));
    const createdBy = this.parts.layers.map((layer) => layer.createdBy).join(' && ');
    return first === undefined ? this : this.#with({ layers: [packLayer(createdBy, tar(content), 6)] });
  }

  /** For another platform, such as `linux/arm64`. */
  on(platform: string): ImageRecipe {
    return this.#with({ platform });
  }

  /** Created at this time (ISO 8601). */
  created(created: string): ImageRecipe {
    return this.#with({ created });
  }

  /** Adds config labels. */
  label(labels: Strings): ImageRecipe {
    return this.#with({ labels: { ...this.parts.labels, ...labels } });
  }

  /** Adds annotations of the manifest. */
  annotate(annotations: Strings): ImageRecipe {
    return this.#with({ annotations: { ...this.parts.annotations, ...annotations } });
  }

  /** Adds entries of the config's `config`: Env, Entrypoint, User … */
  runtime(runtime: Readonly<Record<string, unknown>>): ImageRecipe {
    return this.#with({ runtime: { ...this.parts.runtime, ...runtime } });
  }

  /** Docker's schema 2, without annotations, instead of OCI. */
  asDocker(): ImageRecipe {
    return this.#with({ docker: true });
  }

  /** The finished documents. */
  build(): BuiltImage {
    return buildImage(this.parts);
  }

  #with(changes: Partial<Parts>): ImageRecipe {
    return new ImageRecipe({ ...this.parts, ...changes });
  }
}

/** An empty image for linux/amd64. */
export function image(): ImageRecipe {
  return new ImageRecipe({
    platform: 'linux/amd64',
    created: '2026-01-01T00:00:00Z',
    layers: [],
    labels: {},
    annotations: {},
    runtime: {},
    docker: false,
  });
}

/** The base annotations (or labels) that builders write. */
export function basedOn(name: string, digest?: string): Record<string, string> {
  return {
    [ANNOTATION.baseName]: name,
    ...(digest === undefined ? {} : { [ANNOTATION.baseDigest]: digest }),
  };
}

/** Bytes and their descriptor. */
export interface Built {
  readonly descriptor: Descriptor;
  readonly bytes: Uint8Array;
}

/** A manifest with its config and layers. */
interface BuiltImage extends Built {
  readonly platform: string;
  readonly blobs: readonly { readonly digest: Digest; readonly bytes: Uint8Array }[];
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A JSON document and its descriptor. */
export function built(mediaType: string, content: unknown, more: Partial<Descriptor> = {}): Built {
  const bytes = encode(content);
  return { bytes, descriptor: { mediaType, digest: digestOf(bytes), size: bytes.byteLength, ...more } };
}

function buildImage(parts: Parts): BuiltImage {
  const [os = '', architecture = '', variant] = parts.platform.split('/');
  const platform = { architecture, os, ...(variant ? { variant } : {}) };
  const types = parts.docker
    ? [MEDIA_TYPE.dockerConfig, MEDIA_TYPE.dockerManifest]
    : [MEDIA_TYPE.ociConfig, MEDIA_TYPE.ociManifest];
  const [configType = '', manifestType = ''] = types;
  const labelled = Object.keys(parts.labels).length > 0 ? { Labels: parts.labels } : {};
  const config = built(configType, {
    created: parts.created,
    ...platform,
    config: { ...parts.runtime, ...labelled },
    rootfs: { type: 'layers', diff_ids: parts.layers.map(({ diffId }) => diffId) },
    history: parts.layers.map(({ createdBy }) => ({ created: parts.created, created_by: createdBy })),
  });
  const annotated =
    Object.keys(parts.annotations).length > 0 && !parts.docker ? { annotations: parts.annotations } : {};
  const layers = parts.layers.map(({ digest, blob, mediaType }) => ({
    mediaType: parts.docker ? MEDIA_TYPE.dockerLayerGzip : mediaType,
    digest,
    size: blob.byteLength,
  }));
  const manifest = built(
    manifestType,
    { schemaVersion: 2, mediaType: manifestType, config: config.descriptor, layers, ...annotated },
    { platform },
  );
  const blobs = [
    { digest: config.descriptor.digest, bytes: config.bytes },
    ...parts.layers.map(({ digest, blob }) => ({ digest, bytes: blob })),
  ];
  return { ...manifest, platform: parts.platform, blobs };
}

/** An index of images. */
interface IndexRecipe {
  readonly images: readonly ImageRecipe[];
  readonly annotations?: Strings;
  /** Annotations of every image's descriptor. */
  readonly descriptorAnnotations?: Strings;
  /** A provenance statement for each image, attached as BuildKit does. */
  readonly provenance?: unknown;
}

/** Pushes an image under a tag; returns its digest. */
export async function push(
  registry: RegistryWriter,
  reference: string,
  recipe: ImageRecipe,
): Promise<Digest> {
  const target = parseReference(reference);
  const made = recipe.build();
  await pushBlobs(registry, target, made);
  return putTagged(registry, target, made);
}

/** Pushes an index with its images under a tag; returns the digest of the index. */
export async function pushIndex(
  registry: RegistryWriter,
  reference: string,
  recipe: IndexRecipe,
): Promise<Digest> {
  const target = parseReference(reference);
  const manifests: Descriptor[] = [];
  const attestations: Descriptor[] = [];
  for (const each of recipe.images) {
    const made = each.build();
    await pushBlobs(registry, target, made);
    await putByDigest(registry, target, made);
    manifests.push({
      ...made.descriptor,
      ...(recipe.descriptorAnnotations ? { annotations: { ...recipe.descriptorAnnotations } } : {}),
    });
    if (recipe.provenance !== undefined)
      attestations.push(await attest(registry, target, made, recipe.provenance));
  }
  const index = built(MEDIA_TYPE.ociIndex, {
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociIndex,
    manifests: [...manifests, ...attestations],
    ...(recipe.annotations ? { annotations: recipe.annotations } : {}),
  });
  return putTagged(registry, target, index);
}

async function attest(
  registry: RegistryWriter,
  target: Reference,
  of: Built,
  statement: unknown,
): Promise<Descriptor> {
  const blob = built(MEDIA_TYPE.inToto, statement, {
    annotations: { [ANNOTATION.predicateType]: 'https://slsa.dev/provenance/v1' },
  });
  const config = built(MEDIA_TYPE.ociConfig, {
    architecture: 'unknown',
    os: 'unknown',
    rootfs: { type: 'layers', diff_ids: [] },
  });
  for (const each of [blob, config]) {
    await registry.putBlob(
      { ...target, digest: each.descriptor.digest },
      { size: each.bytes.byteLength, content: each.bytes },
    );
  }
  const manifest = built(
    MEDIA_TYPE.ociManifest,
    {
      schemaVersion: 2,
      mediaType: MEDIA_TYPE.ociManifest,
      config: config.descriptor,
      layers: [blob.descriptor],
    },
    {
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: {
        [ANNOTATION.attestationType]: 'attestation-manifest',
        [ANNOTATION.attestationDigest]: of.descriptor.digest,
      },
    },
  );
  await putByDigest(registry, target, manifest);
  return manifest.descriptor;
}

async function pushBlobs(registry: RegistryWriter, target: Reference, made: BuiltImage): Promise<void> {
  for (const { digest, bytes } of made.blobs) {
    await registry.putBlob({ ...target, digest }, { size: bytes.byteLength, content: bytes });
  }
}

async function putByDigest(
  registry: RegistryWriter,
  target: Reference,
  { descriptor, bytes }: Built,
): Promise<void> {
  const { registry: host, repository } = target;
  await registry.putManifest(
    { registry: host, repository, digest: descriptor.digest },
    { mediaType: descriptor.mediaType, bytes },
  );
}

async function putTagged(
  registry: RegistryWriter,
  target: Reference,
  { descriptor, bytes }: Built,
): Promise<Digest> {
  await registry.putManifest(target, { mediaType: descriptor.mediaType, bytes });
  return descriptor.digest;
}
