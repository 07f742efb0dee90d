import { gzipSync } from 'node:zlib';
import { digestOf } from '#lib/oci/compute-digest.ts';
import type { Digest } from '#lib/oci/digest.ts';
import { MEDIA_TYPE } from '#lib/oci/media-type.ts';

/** A layer with its blob, and the history entry that created it. */
export interface Layer {
  readonly createdBy: string;
  readonly diffId: Digest;
  readonly blob: Uint8Array;
  readonly digest: Digest;
  readonly mediaType: string;
}

/** A layer from a tar archive, compressed by gzip with this level. */
export function packLayer(createdBy: string, archive: Uint8Array, level: number): Layer {
  const blob = gzipSync(archive, { level });
  return {
    createdBy,
    diffId: digestOf(archive),
    blob,
    digest: digestOf(blob),
    mediaType: MEDIA_TYPE.ociLayerGzip,
  };
}

/** The same layer in another blob, as if it was compressed again. */
export function repackLayer(layer: Layer): Layer {
  // A gzip member with another file name in its header: other bytes, the same content (RFC 1952 § 2.3).
  const named = Buffer.from(layer.blob);
  const flags = named[3] ?? 0;
  const blob = Buffer.concat([
    named.subarray(0, 3),
    Buffer.from([flags | 8]),
    named.subarray(4, 10),
    Buffer.from('layer.tar\0'),
    named.subarray(10),
  ]);
  return { ...layer, blob, digest: digestOf(blob) };
}
