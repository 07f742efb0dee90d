import type { InstalledPackage } from './package.ts';

/** A header blob of an rpm database is broken; the message says how. */
export class RpmHeaderError extends Error {
  override name = 'RpmHeaderError';
}

// rpmtag.h: tags and types of a header's entries.
const TAG = { name: 1000, version: 1001, release: 1002, epoch: 1003, arch: 1022 } as const;
const STRING = 6;
const INT32 = 4;
/** Bytes of an index entry: tag, type, offset, count. */
const ENTRY = 16;
/** Entries of a header and bytes of its data, as rpm limits them (lib/header.cc). */
const MAX_ENTRIES = 0xffff;
const MAX_DATA = 256 * 1024 * 1024;
/** Not a package: rpm stores the keys that it trusts as such. */
const PUBLIC_KEY = 'gpg-pubkey';

/**
 * The package of one header blob, as the `Packages` table of rpmdb.sqlite has it: without magic, in network order (rpm's
 * doc/manual/format). Null for a public key. Throws {@link RpmHeaderError}.
 */
export function parseRpmHeader(blob: Uint8Array): InstalledPackage | null {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  if (blob.byteLength < 8) throw new RpmHeaderError('a header is shorter than its beginning');
  const count = view.getUint32(0);
  const length = view.getUint32(4);
  if (count > MAX_ENTRIES || length > MAX_DATA || 8 + count * ENTRY + length > blob.byteLength)
    throw new RpmHeaderError('a header is shorter than it says');
  const data = 8 + count * ENTRY;
  const find = (tag: number, type: number): number | undefined => {
    for (let at = 8; at < data; at += ENTRY) {
      if (view.getUint32(at) !== tag || view.getUint32(at + 4) !== type) continue;
      const offset = view.getUint32(at + 8);
      if (offset >= length) throw new RpmHeaderError('a header’s entry is outside of its data');
      return data + offset;
    }
    return undefined;
  };
  const text = (tag: number): string | undefined => {
    const at = find(tag, STRING);
    if (at === undefined) return undefined;
    const end = blob.indexOf(0, at);
    if (end < 0) throw new RpmHeaderError('a text of a header has no end');
    return new TextDecoder().decode(blob.subarray(at, end));
  };
  const [name, version, release] = [text(TAG.name), text(TAG.version), text(TAG.release)];
  if (name === undefined || version === undefined || release === undefined)
    throw new RpmHeaderError('a header has no name, version or release');
  if (name === PUBLIC_KEY) return null;
  const epochAt = find(TAG.epoch, INT32);
  if (epochAt !== undefined && epochAt + 4 > blob.byteLength)
    throw new RpmHeaderError('a header’s entry is outside of its data');
  const epoch = epochAt === undefined ? '' : `${view.getUint32(epochAt)}:`;
  return { name, version: `${epoch}${version}-${release}`, architecture: text(TAG.arch) ?? '' };
}
