import type { TarEntryType } from '../entry-type.ts';
import { ArchiveError } from './archive-error.ts';
import type { ByteReader } from './byte-reader.ts';
import { parsePax } from './pax.ts';
import { BLOCK, isZeroBlock, parseHeader, type TarHeader, text } from './tar-header.ts';

export interface TarEntry {
  /** As written, extensions applied. */
  readonly name: string;
  readonly type: TarEntryType;
  /** Bytes of a file's content, holes of sparse files included; 0 for what has none. */
  readonly size: number;
  readonly linkName: string | null;
  /** The content of a plain file that is not sparse. Call it once, and before the next entry. */
  readonly content: (() => Promise<Uint8Array>) | null;
  /** Passes the stored bytes of a file on, piece by piece; the map of a sparse file counts. In place of `content`. */
  readonly stream: ((take: (piece: Uint8Array) => void) => Promise<void>) | null;
}

const TYPES: Readonly<Record<string, TarEntryType>> = {
  '0': 'file',
  '1': 'hard-link',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
  D: 'directory',
};
/** These have no content, whatever size their header has, as in Go's archive/tar. */
const WITHOUT_CONTENT = new Set(['1', '2', '3', '4', '5', '6']);
/** Bytes of one extended header or long name; Go's archive/tar has the same limit. */
const MAX_EXTENSION = 1024 * 1024;
/** Extension headers before one entry; writers use four at most. */
const MAX_IN_ROW = 32;

/** What extension headers say about the entry after them. */
interface Extensions {
  readonly pax: ReadonlyMap<string, string>;
  readonly longName?: string;
  readonly longLink?: string;
}

const NO_EXTENSIONS: Extensions = { pax: new Map() };

/**
 * The entries of a tar archive, in its order: ustar, pax, GNU and V7, long names and sparse files resolved.
 * Reads to the end mark, or to a stream that ends between entries. Throws {@link ArchiveError}; errors of the
 * stream come through.
 */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarEntry> {
  let extensions = NO_EXTENSIONS;
  let inRow = 0;
  for (;;) {
    const header = await nextHeader(reader);
    if (header === undefined) {
      if (extensions !== NO_EXTENSIONS) throw new ArchiveError('it ends after an extended header');
      return;
    }
    const extended = await extend(reader, header, extensions);
    if (extended !== undefined) {
      extensions = extended;
      inRow += 1;
      if (inRow > MAX_IN_ROW) throw new ArchiveError('it is made of extended headers without entries');
      continue;
    }
    inRow = 0;
    yield* entry(reader, header, extensions);
    extensions = NO_EXTENSIONS;
  }
}

async function nextHeader(reader: ByteReader): Promise<TarHeader | undefined> {
  const block = await reader.read(BLOCK);
  if (block.byteLength === 0) return undefined;
  if (block.byteLength < BLOCK) throw new ArchiveError('it ends within a tar header');
  if (!isZeroBlock(block)) return parseHeader(block);
  const second = await reader.read(BLOCK);
  if (!isZeroBlock(second)) throw new ArchiveError('a single block of zeros is in place of a tar header');
  return undefined;
}

/** Takes an extension header in; `undefined` where the header is an entry's own. */
async function extend(
  reader: ByteReader,
  header: TarHeader,
  extensions: Extensions,
): Promise<Extensions | undefined> {
  switch (header.flag) {
    case 'x':
    case 'X':
      return { ...extensions, pax: parsePax(await extension(reader, header)) };
    case 'L':
      return { ...extensions, longName: longText(await extension(reader, header)) };
    case 'K':
      return { ...extensions, longLink: longText(await extension(reader, header)) };
    case 'g':
    case 'V':
      // Defaults for a whole archive (a commit's id, a volume's label) name no entry.
      await skip(reader, padded(header.size));
      return extensions;
    default:
      return undefined;
  }
}

async function* entry(
  reader: ByteReader,
  header: TarHeader,
  { pax, longName, longLink }: Extensions,
): AsyncGenerator<TarEntry> {
  // Sparse files of pax 1.0 begin with their map; it counts in the stored size, as the older ones' does not.
  for (let more = header.sparse?.extended ?? false; more; ) {
    const map = await reader.read(BLOCK);
    if (map.byteLength < BLOCK) throw new ArchiveError('it ends within the map of a sparse file');
    more = map[504] !== 0;
  }
  const stored = WITHOUT_CONTENT.has(header.flag) ? 0 : (paxSize(pax, 'size') ?? header.size);
  const realSize =
    paxSize(pax, 'GNU.sparse.realsize') ?? paxSize(pax, 'GNU.sparse.size') ?? header.sparse?.realSize;
  const type = TYPES[header.flag] ?? 'other';
  const isLink = type === 'symlink' || type === 'hard-link';
  let left = padded(stored);
  yield {
    name: pax.get('GNU.sparse.name') || pax.get('path') || longName || header.name,
    type,
    size: type === 'file' ? (realSize ?? stored) : 0,
    linkName: isLink ? pax.get('linkpath') || longLink || header.linkName : null,
    content:
      type !== 'file' || realSize !== undefined
        ? null
        : async () => {
            const bytes = await reader.read(stored);
            left -= bytes.byteLength;
            if (bytes.byteLength < stored) throw new ArchiveError('it ends within a file');
            return bytes;
          },
    stream:
      type !== 'file'
        ? null
        : async (take) => {
            for (let unread = stored; unread > 0; ) {
              const piece = await reader.some(unread);
              if (piece.byteLength === 0) throw new ArchiveError('it ends within a file');
              take(piece);
              unread -= piece.byteLength;
              left -= piece.byteLength;
            }
          },
  };
  await skip(reader, left);
}

async function extension(reader: ByteReader, { size }: TarHeader): Promise<Uint8Array> {
  if (size > MAX_EXTENSION)
    throw new ArchiveError(`an extended header is larger than ${MAX_EXTENSION} bytes`);
  const bytes = await reader.read(padded(size));
  if (bytes.byteLength < padded(size)) throw new ArchiveError('it ends within an extended header');
  return bytes.subarray(0, size);
}

async function skip(reader: ByteReader, length: number): Promise<void> {
  if ((await reader.skip(length)) < length) throw new ArchiveError('it ends within a file');
}

const padded = (size: number) => Math.ceil(size / BLOCK) * BLOCK;
const longText = (bytes: Uint8Array) => text(bytes, 0, bytes.byteLength);

function paxSize(pax: ReadonlyMap<string, string>, key: string): number | undefined {
  const value = pax.get(key);
  if (value === undefined || value === '') return undefined;
  const size = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(size)) return size;
  throw new ArchiveError(`an extended header has a ${key} that is not a number`);
}
