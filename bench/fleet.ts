import { gzipSync } from 'node:zlib';
import pMap from 'p-map';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';
import { parseReference } from '#lib/oci/reference.ts';
import type { Registry } from '#lib/registry/registry.ts';

/** A synthetic fleet: `images` spread evenly over `bases`; each image has one layer on top of its base's one. */
export interface FleetShape {
  readonly images: number;
  readonly bases: number;
  /** A prefix that separates the repositories of several fleets in one registry. */
  readonly name?: string;
}

interface Pushed {
  readonly reference: string;
  readonly digest: Digest;
  readonly layer: { digest: Digest; size: number; diffId: Digest };
}

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Pushes the fleet to a registry and returns the references of its images and bases. */
export async function pushFleet(registry: Registry, host: string, shape: FleetShape) {
  const name = shape.name ?? 'fleet';
  const bases = await inParallel(shape.bases, (n) =>
    pushImage(registry, host, `${name}/bases/base-${n}`, '1', undefined),
  );
  const images = await inParallel(shape.images, (n) => {
    const base = bases[n % bases.length];
    return pushImage(registry, host, `${name}/apps/app-${n % 100}`, `v${n}`, base);
  });
  return { bases: bases.map((base) => base.reference), images: images.map((image) => image.reference) };
}

let moves = 0;

/** Pushes another image to a base's tag, as its publisher would, and returns it. */
export async function moveBase(
  registry: Registry,
  reference: string,
): Promise<{ digest: Digest; layer: Pushed['layer'] }> {
  moves += 1;
  const { registry: host, repository, tag = '1' } = parseReference(reference);
  return pushImage(registry, host, repository, tag, undefined, `moved ${moves}`);
}

/** Pushes one image; its layer is a gzip of its own name, its base annotated with name and digest. */
async function pushImage(
  registry: Registry,
  host: string,
  repository: string,
  tag: string,
  base: Pushed | undefined,
  version = '',
): Promise<Pushed> {
  const place = { registry: host, repository };
  const tar = new TextEncoder().encode(`${repository}:${tag}${version}`.padEnd(512, '\0'));
  const blob = gzipSync(tar);
  const layer = { digest: digestOf(blob), size: blob.byteLength, diffId: digestOf(tar) };
  const config = encode({
    architecture: 'amd64',
    os: 'linux',
    config: { Env: [`NAME=${repository}:${tag}`] },
    rootfs: { type: 'layers', diff_ids: [...(base ? [base.layer.diffId] : []), layer.diffId] },
  });
  const configDigest = digestOf(config);
  await registry.putBlob({ ...place, digest: layer.digest }, { size: layer.size, content: blob });
  if (base) {
    const from = base.reference.slice(host.length + 1).replace(/:[^:]*$/, '');
    await registry.mountBlob({ ...place, digest: base.layer.digest }, from);
  }
  await registry.putBlob({ ...place, digest: configDigest }, { size: config.byteLength, content: config });
  const descriptor = ({ digest, size }: Pushed['layer']) => ({
    mediaType: MEDIA_TYPE.ociLayerGzip,
    digest,
    size,
  });
  const manifest = encode({
    schemaVersion: 2,
    mediaType: MEDIA_TYPE.ociManifest,
    config: { mediaType: MEDIA_TYPE.ociConfig, digest: configDigest, size: config.byteLength },
    layers: [...(base ? [descriptor(base.layer)] : []), descriptor(layer)],
    annotations: base
      ? {
          'org.opencontainers.image.base.name': base.reference,
          'org.opencontainers.image.base.digest': base.digest,
        }
      : { 'org.opencontainers.image.base.name': 'scratch' },
  });
  const { digest } = await registry.putManifest(
    { ...place, tag },
    { mediaType: MEDIA_TYPE.ociManifest, bytes: manifest },
  );
  return { reference: `${host}/${repository}:${tag}`, digest, layer };
}

/** Runs `task` for 0 … count-1, sixteen at a time. Returns the results in order. */
export async function inParallel<T>(
  count: number,
  task: (n: number) => Promise<T>,
  width = 16,
): Promise<T[]> {
  const numbers = Array.from({ length: count }, (_, n) => n);
  return pMap(numbers, task, { concurrency: width });
}
