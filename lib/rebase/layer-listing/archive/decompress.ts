import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ArchiveError } from './archive-error.ts';
import { ByteReader } from './byte-reader.ts';
import { isZstd, zstdFrames } from './zstd-frames.ts';

/**
 * The tar archive within a layer blob. gzip and Zstandard are recognised by their first bytes, whatever the media type
 * says; anything else passes unchanged. Throws {@link ArchiveError} on broken compression; errors of `blob` itself are
 * thrown unchanged.
 */
export async function* decompress(blob: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(blob);
  try {
    const head = await reader.peek(4);
    if (head[0] === 0x1f && head[1] === 0x8b) yield* through(reader.rest(), createGunzip(), 'gzip');
    else if (isZstd(head)) yield* through(zstdFrames(reader.rest()), createZstdDecompress(), 'Zstandard');
    else yield* reader.rest();
  } finally {
    reader.close();
  }
}

async function* through(
  packed: AsyncIterable<Uint8Array>,
  decompressor: Transform,
  format: string,
): AsyncGenerator<Uint8Array> {
  let failed: { readonly cause: unknown } | undefined;
  const watched = (async function* () {
    try {
      yield* packed;
    } catch (cause) {
      failed = { cause };
      throw cause;
    }
  })();
  // A pipeline needs a callback; the reader below handles every error itself.
  pipeline(Readable.from(watched, { objectMode: true, highWaterMark: 1 }), decompressor, () => {});
  try {
    for await (const chunk of decompressor) yield chunk;
  } catch (cause) {
    if (failed) throw failed.cause;
    throw new ArchiveError(`its ${format} stream is broken`, { cause });
  }
}
