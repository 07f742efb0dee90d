import { ArchiveError } from './archive-error.ts';

export const BLOCK = 512;

/** A header block as written (POSIX.1-1988 ustar, GNU tar, V7), before extensions change it. */
export interface TarHeader {
  /** Name, with ustar's prefix. */
  readonly name: string;
  /** The type flag as a character; `0` where the block has none. */
  readonly flag: string;
  readonly size: number;
  readonly linkName: string;
  /** Of an old GNU sparse file: its size with the holes, and whether blocks of its map follow. */
  readonly sparse: { readonly realSize: number; readonly extended: boolean } | null;
}

/** True for a block of zeros: two of them end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

/** Parses a header block of 512 bytes. Throws {@link ArchiveError} where its checksum or a number is wrong. */
export function parseHeader(block: Uint8Array): TarHeader {
  if (!hasRightSum(block)) throw new ArchiveError('a tar header has a wrong checksum');
  const name = text(block, 0, 100);
  const flag = String.fromCharCode(block[156] || 0x30);
  const isPosix = text(block, 257, 6) === 'ustar';
  const isGnu = text(block, 257, 8) === 'ustar  ';
  // star keeps times where ustar's prefix ends.
  const prefix = isPosix ? text(block, 345, text(block, 508, 4) === 'tar' ? 131 : 155) : '';
  const isOldDirectory = block[156] === 0 && name.endsWith('/');
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    flag: isOldDirectory ? '5' : flag,
    size: number(block, 124, 12),
    linkName: text(block, 157, 100),
    sparse: flag === 'S' && isGnu ? { realSize: number(block, 483, 12), extended: block[482] !== 0 } : null,
  };
}

function hasRightSum(block: Uint8Array): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let index = 0; index < BLOCK; index++) {
    const counted = index >= 148 && index < 156 ? 0x20 : (block[index] ?? 0);
    unsigned += counted;
    // Some old writers added the bytes up as signed.
    signed += counted > 127 ? counted - 256 : counted;
  }
  const stated = number(block, 148, 8);
  return stated === unsigned || stated === signed;
}

const decoder = new TextDecoder();

/** A field's text, up to its first NUL; bytes that are no UTF-8 become U+FFFD. */
export function text(block: Uint8Array, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or GNU's base 256 where the first bit is set. */
function number(block: Uint8Array, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  const first = field[0] ?? 0;
  if (first >= 0x80) {
    const value = field.subarray(1).reduce((total, byte) => total * 256 + byte, first & 0x7f);
    if (Number.isSafeInteger(value)) return value;
  } else {
    const digits = Buffer.from(field)
      .toString('latin1')
      .replace(/^[\0 ]+|[\0 ]+$/g, '');
    if (/^[0-7]*$/.test(digits)) return digits === '' ? 0 : Number.parseInt(digits, 8);
  }
  throw new ArchiveError('a tar header has an invalid number');
}
