import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEmbeddedServer } from './server.ts';
import { DataDirectoryError, explainFileError, explainOutput } from './trouble.ts';

describe('a data directory that cannot be used', () => {
  it('is explained in a sentence that names it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'baseboard-trouble-'));
    const file = join(directory, 'a-file');
    writeFileSync(file, '');
    const refusal = await startEmbeddedServer(join(file, 'data')).catch((error) => error);
    rmSync(directory, { recursive: true });
    expect(refusal).toBeInstanceOf(DataDirectoryError);
    expect(refusal.message).toBe(
      `${join(file, 'data')} is not a directory and cannot be created. Set BASEBOARD_DATA to another directory.`,
    );
  });

  it.each([
    ['EROFS', 'read-only file system'],
    ['ENOSPC', 'is full'],
    ['EDQUOT', 'is full'],
    ['EACCES', 'not permitted'],
  ])('is recognised by the error code %s', (code, words) => {
    const error = Object.assign(new Error(code), { code, syscall: 'open' });
    expect(String(explainFileError('/data', error))).toContain(words);
  });

  it('is recognised by the output of initdb and the server; other errors show the last line', () => {
    const full = 'PANIC:  could not write to file "pg_wal/xlogtemp.7": No space left on device';
    expect(explainOutput('/data', 'it did not start', full)).toBeInstanceOf(DataDirectoryError);
    const fatal = '2026-01-01 00:00:00 UTC [7] FATAL:  database files are incompatible with server';
    expect(explainOutput('/data', 'it did not start', `${fatal}\nmore`).message).toBe(
      'it did not start: database files are incompatible with server',
    );
  });
});
