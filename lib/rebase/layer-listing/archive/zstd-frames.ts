import { ArchiveError } from './archive-error.ts';
import { ByteReader } from './byte-reader.ts';

const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** Bytes collected before they are passed on: small frames make small writes, which are slow. */
const ENOUGH = 64 * 1024;

/** True if a stream that begins with these four bytes is Zstandard (RFC 8878 § 3.1), skippable frames included. */
export function isZstd(head: Uint8Array): boolean {
  const magic = head.byteLength < 4 ? 0 : littleEndian(head.subarray(0, 4));
  return magic === FRAME || isSkippable(magic);
}

const isSkippable = (magic: number) => (magic & 0xfffffff0) >>> 0 === SKIPPABLE;

/**
 * Cuts a Zstandard stream so that no piece reaches past the end of a frame, and leaves skippable frames out.
 * Node's decompressor stops, without an error, at the first frame that ends within a write; layers with a frame
 * for each file (zstd:chunked) or each thread would look like archives that end after their first frame.
 */
export async function* zstdFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(chunks);
  try {
    for (;;) {
      const magic = await reader.read(4);
      if (magic.byteLength === 0) return;
      const kind = magic.byteLength === 4 ? littleEndian(magic) : 0;
      if (isSkippable(kind)) {
        const length = littleEndian(await exactly(reader, 4));
        if ((await reader.skip(length)) < length) throw truncated();
      } else if (kind === FRAME) {
        yield* frame(reader, magic);
      } else {
        throw new ArchiveError('a Zstandard frame is followed by other bytes');
      }
    }
  } finally {
    reader.close();
  }
}

/** One frame, from its magic number to its checksum (RFC 8878 § 3.1.1). */
async function* frame(reader: ByteReader, magic: Uint8Array): AsyncGenerator<Uint8Array> {
  const descriptor = (await exactly(reader, 1))[0] ?? 0;
  const single = (descriptor & 0x20) !== 0;
  const checksum = (descriptor & 0x04) !== 0 ? 4 : 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (single ? 1 : 0) : 1 << sizeFlag;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  let pieces = [
    magic,
    Uint8Array.of(descriptor),
    await exactly(reader, (single ? 0 : 1) + dictionaryBytes + sizeBytes),
  ];
  let gathered = 0;
  for (let last = false; !last; ) {
    const header = await exactly(reader, 3);
    const bits = littleEndian(header);
    last = (bits & 1) === 1;
    const isRunLength = ((bits >> 1) & 3) === 1;
    let left = isRunLength ? 1 : bits >> 3;
    pieces.push(header);
    while (left > 0) {
      const piece = await reader.some(left);
      if (piece.byteLength === 0) throw truncated();
      left -= piece.byteLength;
      gathered += piece.byteLength;
      pieces.push(piece);
      if (gathered < ENOUGH) continue;
      yield Buffer.concat(pieces);
      pieces = [];
      gathered = 0;
    }
  }
  yield Buffer.concat([...pieces, await exactly(reader, checksum)]);
}

async function exactly(reader: ByteReader, length: number): Promise<Uint8Array> {
  const bytes = await reader.read(length);
  if (bytes.byteLength < length) throw truncated();
  return bytes;
}

const truncated = () => new ArchiveError('it ends within a Zstandard frame');

function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((total, byte) => total * 256 + byte, 0);
}
