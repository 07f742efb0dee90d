import { createHash } from 'node:crypto';
import type { TarEntry } from './archive/tar.ts';
import { BoundReached } from './bounded.ts';
import type { LayerEntry, ListingBounds } from './layer-listing.ts';

/** A listing as it grows. */
export interface PartialListing {
  readonly entries: readonly LayerEntry[];
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Turns archive entries into a layer's, within the bounds; throws `BoundReached` where one is passed. */
export class ListingCollector implements PartialListing {
  readonly entries: LayerEntry[] = [];
  readonly contents = new Map<string, Uint8Array>();
  readonly #bounds: ListingBounds;
  readonly #wants: (path: string, size: number) => boolean;
  readonly #hashes: boolean;
  #seen = 0;
  #namesBytes = 0;
  #contentsBytes = 0;

  constructor(bounds: ListingBounds, wants: (path: string, size: number) => boolean, hashes = false) {
    this.#bounds = bounds;
    this.#wants = wants;
    this.#hashes = hashes;
  }

  /** Entries taken in, those that mean nothing in a layer included. */
  get seen(): number {
    return this.#seen;
  }

  get namesBytes(): number {
    return this.#namesBytes;
  }

  /** Takes an entry in, its content too where that is wanted; true if it is one of the wanted paths. */
  async add(entry: TarEntry): Promise<boolean> {
    const { name, linkName } = entry;
    const bounds = this.#bounds;
    for (const text of [name, linkName ?? '']) {
      const length = Buffer.byteLength(text);
      if (length > bounds.pathBytes) throw new BoundReached('pathBytes', bounds.pathBytes);
      this.#namesBytes += length;
    }
    if (this.#namesBytes > bounds.namesBytes) throw new BoundReached('namesBytes', bounds.namesBytes);
    if (this.#seen >= bounds.entries) throw new BoundReached('entries', bounds.entries);
    this.#seen += 1;
    const listed = layerEntry(entry);
    if (listed === undefined) return false;
    const wanted = this.#wants(listed.path, listed.size);
    const content =
      wanted && entry.content !== null ? await this.#read(entry.size, entry.content) : undefined;
    this.entries.push(
      this.#hashes && entry.stream !== null
        ? { ...listed, hash: await hashOf(entry.stream, content) }
        : listed,
    );
    if (content) this.contents.set(listed.path, content);
    else if (wanted) this.contents.delete(listed.path);
    return wanted;
  }

  async #read(size: number, content: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const { contentBytes, contentsBytes } = this.#bounds;
    if (size > contentBytes) throw new BoundReached('contentBytes', contentBytes);
    this.#contentsBytes += size;
    if (this.#contentsBytes > contentsBytes) throw new BoundReached('contentsBytes', contentsBytes);
    return Uint8Array.from(await content());
  }
}

async function hashOf(
  stream: NonNullable<TarEntry['stream']>,
  content: Uint8Array | undefined,
): Promise<string> {
  const hash = createHash('sha256');
  if (content !== undefined) hash.update(content);
  else await stream((piece) => hash.update(piece));
  return hash.digest('base64url');
}

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';

/** What an archive entry means in a layer; `undefined` for the root itself and for AUFS's own bookkeeping. */
function layerEntry({ name, type, size, linkName }: TarEntry): LayerEntry | undefined {
  const path = cleanPath(name);
  const slash = path.lastIndexOf('/') + 1;
  const directory = path.slice(0, Math.max(0, slash - 1));
  const base = path.slice(slash);
  if (base === OPAQUE) return { path: directory, type: 'opaque', size: 0, linkName: null };
  if (base.startsWith(`${WHITEOUT}${WHITEOUT}`)) return undefined;
  if (base.startsWith(WHITEOUT)) {
    const removed = path.slice(0, slash) + base.slice(WHITEOUT.length);
    return { path: cleanPath(removed), type: 'whiteout', size: 0, linkName: null };
  }
  return path === '' ? undefined : { path, type, size, linkName };
}

/** A path from the root, without a leading slash, `.` and `..` resolved as unpackers do: none leads out. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
