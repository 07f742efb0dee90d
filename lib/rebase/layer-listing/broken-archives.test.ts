import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyIncomplete } from './layer-listing.ts';
import { listArchive } from './list-layer.ts';
import { archive, END, inPieces, paxRecord, written } from './testing.ts';

const list = (bytes: Uint8Array, options: Parameters<typeof listArchive>[1] = {}) =>
  listArchive(inPieces(bytes), options);

describe('broken archives', () => {
  const good = written({ name: 'a', content: 'x'.repeat(700) });
  const wrongSum = Buffer.from(good);
  wrongSum[0] = 0x62;
  const extended = (content: string, size?: string) =>
    archive({ name: 'x', flag: 'x', content, ...(size ? { size } : {}) }, { name: 'a' });
  it.each([
    ['text', Buffer.from('<html>'.repeat(200)), 'tar header'],
    ['a few bytes', Buffer.from('abc'), 'within a tar header'],
    ['a wrong checksum', Buffer.concat([wrongSum, END]), 'checksum'],
    ['a header cut off', good.subarray(0, 300), 'within a tar header'],
    ['a file cut off', good.subarray(0, 900), 'within a file'],
    ['padding cut off', good.subarray(0, 512 + 700), 'within a file'],
    ['a lone block of zeros', Buffer.concat([Buffer.alloc(512), good]), 'single block of zeros'],
    ['a negative size', archive({ name: 'a', size: Uint8Array.from(Array(12).fill(0xff)) }), 'number'],
    ['a size that is not a number', archive({ name: 'a', size: '0000000000x' }), 'number'],
    [
      'a size beyond any file',
      archive({ name: 'a', size: Uint8Array.from([0x80, ...Array(11).fill(0x7f)]) }),
      'number',
    ],
    [
      'an extended header behind which nothing comes',
      Buffer.concat([written({ name: 'x', flag: 'x', content: paxRecord('path', 'a') }), END]),
      'after an extended header',
    ],
    ['a record with too long a length', extended('99 path=a\n'), 'wrong length'],
    ['a record with too short a length', extended('3 path=a\n'), 'wrong length'],
    ['a record without a length', extended('path=a\n'), 'wrong length'],
    ['a record of length 0', extended('0 path=a\n'), 'wrong length'],
    ['a record without a key', extended('5 =a\n'), 'invalid record'],
    ['a record without =', extended('7 path\n'), 'invalid record'],
    ['a NUL in a path', extended(paxRecord('path', 'a\0b')), 'invalid record'],
    ['a pax size that is not a number', extended(paxRecord('size', '-1')), 'size that is not a number'],
    ['an extended header of gigabytes', extended('', '77777777777'), 'larger than'],
    [
      'extended headers without end',
      Buffer.concat(Array(100).fill(written({ name: 'x', flag: 'x' }))),
      'without entries',
    ],
    ['gzip cut off', Buffer.from('1f8b0800', 'hex'), 'gzip'],
    ['gzip of nonsense', Buffer.from('1f8b0800000000000000ffffffff', 'hex'), 'gzip'],
    ['Zstandard cut off', Buffer.from('28b52ffd', 'hex'), 'Zstandard'],
    ['Zstandard of nonsense', Buffer.from('28b52ffd00ffffffffffffffffff', 'hex'), 'Zstandard'],
    ['xz', Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(600)]), 'checksum'],
  ])('%s', async (_, bytes, problem) => {
    const { outcome } = await list(bytes);
    expect(outcome.state).toBe('malformed');
    expect(whyIncomplete(outcome)).toContain(problem);
  });

  it('keeps the entries before the fault', async () => {
    const { entries, outcome } = await list(
      Buffer.concat([written({ name: 'first' }), Buffer.alloc(512, 7)]),
    );
    expect(entries.map(({ path }) => path)).toEqual(['first']);
    expect(outcome.state).toBe('malformed');
  });

  it('answers for any bytes', async () => {
    const header = fc
      .uint8Array({ minLength: 12, maxLength: 12 })
      .map((size) => written({ name: 'a', size }));
    const typed = fc
      .integer({ min: 0, max: 255 })
      .map((flag) => written({ name: 'a', flag: String.fromCharCode(flag), content: '12 path=abc\n' }));
    const pieces = fc.oneof(header, typed, fc.uint8Array({ maxLength: 600 }), fc.constant(Buffer.alloc(512)));
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 6 }), async (parts) => {
        const { outcome } = await list(Buffer.concat(parts), { wants: () => true });
        expect(['complete', 'malformed', 'cut']).toContain(outcome.state);
      }),
    );
  });
});
