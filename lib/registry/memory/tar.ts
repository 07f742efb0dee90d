/** A file of a layer. */
export interface TarFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

const BLOCK = 512;

/** A deterministic ustar archive (POSIX.1-1988): fixed owner, mode and time, files in the order given. */
export function tar(files: readonly TarFile[]): Uint8Array {
  const blocks = files.flatMap(({ path, content }) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const padding = Buffer.alloc((BLOCK - (bytes.byteLength % BLOCK)) % BLOCK);
    return [header(path, bytes.byteLength), bytes, padding];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(path: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number) => value.toString(8).padStart(length - 1, '0');
  block.write(path, 0, 100);
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(0, 12), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\u000000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)}\u0000 `, 148);
  return block;
}
