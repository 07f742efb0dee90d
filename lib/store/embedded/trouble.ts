import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** The embedded server did not start, or has ended. The message says what to do. */
export class EmbeddedServerError extends Error {
  override name = 'EmbeddedServerError';
}

/** The data directory cannot be used. The message says why, and what to do. */
export class DataDirectoryError extends Error {
  override name = 'DataDirectoryError';
}

type Trouble = 'read-only' | 'full' | 'denied' | 'not-a-directory';

const BY_CODE: Readonly<Record<string, Trouble>> = {
  EROFS: 'read-only',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EACCES: 'denied',
  EPERM: 'denied',
  ENOTDIR: 'not-a-directory',
  ENOENT: 'not-a-directory',
  EEXIST: 'not-a-directory',
};

/** How a log line of initdb or the server ends for the same errors. */
const BY_WORDS: readonly (readonly [RegExp, Trouble])[] = [
  [/Read-only file system/i, 'read-only'],
  [/No space left on device|Disk quota exceeded/i, 'full'],
  [/Permission denied|Operation not permitted/i, 'denied'],
];

const SENTENCES: Readonly<Record<Trouble, (directory: string) => string>> = {
  'read-only': (directory) =>
    `${directory} is on a read-only file system. Make it writable, or set BASEBOARD_DATA to a directory that is.`,
  full: (directory) =>
    `The disk of ${directory} is full. Free some space, or set BASEBOARD_DATA to a directory on another disk.`,
  denied: (directory) =>
    `Writing to ${directory} is not permitted. Change its owner or its permissions, or set BASEBOARD_DATA to another directory.`,
  'not-a-directory': (directory) =>
    `${directory} is not a directory and cannot be created. Set BASEBOARD_DATA to another directory.`,
};

/** A file system error as a sentence about the data directory. Other errors stay as they are. */
export function explainFileError(directory: string, error: unknown): unknown {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const trouble = syscall === undefined ? undefined : BY_CODE[code ?? ''];
  if (trouble === undefined) return error;
  return new DataDirectoryError(SENTENCES[trouble](directory), { cause: error });
}

/** The output of initdb or the server as an error: a sentence for a full or read-only disk, else its last line. */
export function explainOutput(directory: string, what: string, output: string): Error {
  const known = BY_WORDS.find(([words]) => words.test(output));
  if (known !== undefined) return new DataDirectoryError(SENTENCES[known[1]](directory));
  const last = output
    .trim()
    .split('\n')
    .findLast((line) => /FATAL|PANIC|error:/.test(line));
  const said = last?.replace(/^.*?(FATAL|PANIC|error): */, '').trim();
  return new EmbeddedServerError(said === undefined ? what : `${what}: ${said}`);
}

const TAIL_BYTES = 4096;

/** The text added to a log since `from`, at most the last 4 KiB. */
export function readTail(path: string, from: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    if (from >= size) return '';
    const start = Math.max(from, size - TAIL_BYTES);
    const bytes = Buffer.alloc(size - start);
    readSync(file, bytes, 0, bytes.length, start);
    return bytes.toString('utf8');
  } finally {
    closeSync(file);
  }
}
