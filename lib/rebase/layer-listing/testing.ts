import { BLOCK } from './archive/tar-header.ts';

/** A header, and content, to be written as they are: for what no well-behaved tar writes. */
export interface Written {
  readonly name: string;
  readonly flag?: string;
  readonly content?: string | Uint8Array;
  readonly linkName?: string;
  /** Size field, where it is not the content's. */
  readonly size?: string | Uint8Array;
  readonly magic?: string;
  readonly prefix?: string;
  /** Bytes to put over the header, before its checksum is made. */
  readonly over?: readonly { readonly at: number; readonly bytes: Uint8Array | string }[];
}

export const END = Buffer.alloc(2 * BLOCK);

/** An archive of hand-made headers, with its end mark. */
export function archive(...entries: readonly Written[]): Buffer {
  return Buffer.concat([...entries.map(written), END]);
}

/** One entry's blocks. */
export function written(entry: Written): Buffer {
  const content = Buffer.from(entry.content ?? '');
  const block = Buffer.alloc(BLOCK);
  block.write(entry.name, 0, 100);
  block.write('0000644\0', 100);
  const size = entry.size ?? content.byteLength.toString(8).padStart(11, '0');
  Buffer.from(size).copy(block, 124, 0, 12);
  block.write(entry.flag ?? '0', 156, 'latin1');
  block.write(entry.linkName ?? '', 157, 100);
  block.write(entry.magic ?? 'ustar\x0000', 257, 'latin1');
  block.write(entry.prefix ?? '', 345, 155);
  for (const { at, bytes } of entry.over ?? []) Buffer.from(bytes).copy(block, at);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([block, content, Buffer.alloc((BLOCK - (content.byteLength % BLOCK)) % BLOCK)]);
}

/** An extended header's record, its length counted. */
export function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

/** A stream of the bytes, in pieces of the sizes given, over and over. */
export async function* inPieces(bytes: Uint8Array, sizes: readonly number[] = [65_536]) {
  for (let at = 0, turn = 0; at < bytes.byteLength; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}
