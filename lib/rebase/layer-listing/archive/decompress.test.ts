import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inPieces } from '../testing.ts';
import { ArchiveError } from './archive-error.ts';
import { decompress } from './decompress.ts';

async function unpack(blob: Uint8Array, sizes?: readonly number[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of decompress(inPieces(blob, sizes))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const SKIPPABLE = Buffer.from('5d2a4d1803000000616263', 'hex');
const zstd = (content: Uint8Array) => zstdCompressSync(content);
const checked = (content: Uint8Array) =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const sized = (content: Uint8Array) =>
  zstdCompressSync(content, { params: { [constants.ZSTD_c_contentSizeFlag]: 0 }, chunkSize: 64 });
const gzip = (content: Uint8Array) => gzipSync(content);

describe('unpacks what the first bytes say', () => {
  const content = Buffer.from('a layer '.repeat(40_000));
  it.each([
    ['nothing at all', Buffer.alloc(0), Buffer.alloc(0)],
    ['three bytes', Buffer.from('abc'), Buffer.from('abc')],
    ['plain bytes', content, content],
    ['gzip', gzip(content), content],
    [
      'gzip in several members',
      Buffer.concat([gzip(content), gzip(content)]),
      Buffer.concat([content, content]),
    ],
    ['gzip padded with zeros', Buffer.concat([gzip(content), Buffer.alloc(100)]), content],
    ['Zstandard', zstd(content), content],
    ['Zstandard with checksums', checked(content), content],
    ['Zstandard of unstated size', sized(content), content],
    ['Zstandard of incompressible bytes', zstd(noise(400_000)), noise(400_000)],
    ['an empty Zstandard frame', zstd(Buffer.alloc(0)), Buffer.alloc(0)],
    [
      'frames that node’s decompressor alone would lose',
      Buffer.concat([zstd(content), checked(content)]),
      Buffer.concat([content, content]),
    ],
    [
      'frames between skippable ones',
      Buffer.concat([SKIPPABLE, zstd(content), SKIPPABLE, zstd(content), SKIPPABLE]),
      Buffer.concat([content, content]),
    ],
    ['runs of one byte', zstd(Buffer.alloc(3_000_000, 1)), Buffer.alloc(3_000_000, 1)],
  ])('%s', async (_, blob, expected) => {
    expect((await unpack(blob)).equals(expected)).toBe(true);
    expect((await unpack(blob, [1, 7, 4099])).equals(expected)).toBe(true);
  });

  it('any members or frames, however the bytes arrive', async () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 3000 }), { minLength: 1, maxLength: 5 });
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        parts,
        sizes,
        fc.constantFrom(gzip, zstd, checked, sized),
        async (contents, pieces, pack) => {
          const blob = Buffer.concat(contents.map((content) => pack(content)));
          expect((await unpack(blob, pieces)).equals(Buffer.concat(contents))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('refuses', () => {
  const content = noise(200_000);
  it.each([
    ['gzip cut off', gzip(content).subarray(0, -20)],
    ['gzip with other bytes behind', Buffer.concat([gzip(content), Buffer.from('xxxx')])],
    ['Zstandard cut off in a block', zstd(content).subarray(0, -20)],
    ['Zstandard cut off in a header', Buffer.concat([zstd(content), zstd(content).subarray(0, 5)])],
    ['Zstandard cut off in a skippable frame', Buffer.concat([zstd(content), SKIPPABLE.subarray(0, 9)])],
    ['Zstandard with a wrong checksum', corrupt(checked(content))],
    ['Zstandard with other bytes behind', Buffer.concat([zstd(content), Buffer.from('xxxx')])],
  ])('%s', async (_, blob) => {
    await expect(unpack(blob)).rejects.toThrow(ArchiveError);
    await expect(unpack(blob, [1000])).rejects.toThrow(ArchiveError);
  });
});

it('lets an error of the stream through as it is', async () => {
  const broken = new Error('reset');
  async function* source() {
    yield gzip(noise(100_000)).subarray(0, 50_000);
    throw broken;
  }
  const reading = (async () => {
    for await (const chunk of decompress(source())) expect(chunk.byteLength).toBeGreaterThan(0);
  })();
  await expect(reading).rejects.toBe(broken);
});

/** The same bytes each time, that no compression makes smaller. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0, state = 1; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}

function corrupt(bytes: Buffer): Buffer {
  const last = bytes.byteLength - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 0xff;
  return bytes;
}
