import { ArchiveError } from './archive-error.ts';

/** Records of one header: a few of pax itself, and one for each extended attribute. */
const MAX_RECORDS = 1000;

/**
 * The records of a pax extended header (POSIX.1-2001, pax, § Extended Header): lines of `length key=value`, the
 * length counting the whole line; of two with one key the later counts. Throws {@link ArchiveError}.
 */
export function parsePax(bytes: Uint8Array): Map<string, string> {
  const decoder = new TextDecoder();
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.byteLength; ) {
    const space = bytes.indexOf(0x20, at);
    const digits = space < 0 ? '' : decoder.decode(bytes.subarray(at, Math.min(space, at + 16)));
    const end = at + Number(digits);
    if (!/^\d{1,15}$/.test(digits) || end <= space + 1 || end > bytes.byteLength || bytes[end - 1] !== 0x0a) {
      throw new ArchiveError('an extended header has a record of a wrong length');
    }
    const record = decoder.decode(bytes.subarray(space + 1, end - 1));
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    if (equals < 1 || value.includes('\0')) {
      throw new ArchiveError('an extended header has an invalid record');
    }
    records.set(record.slice(0, equals), value);
    if (records.size > MAX_RECORDS) {
      throw new ArchiveError(`an extended header has more than ${MAX_RECORDS} records`);
    }
    at = end;
  }
  return records;
}
