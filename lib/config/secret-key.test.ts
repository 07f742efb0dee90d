import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSecretKey } from './secret-key.ts';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'baseboard-key-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true, force: true }));

const embedded = { secretKey: undefined, databaseUrl: undefined };
const path = () => join(dataDirectory, 'secret.key');

describe('the key of secrets', () => {
  it('is the configured one', () => {
    const secretKey = 'configured, of enough characters!';
    expect(readSecretKey({ ...embedded, secretKey, dataDirectory })).toBe(secretKey);
    expect(() => statSync(path())).toThrow('ENOENT');
  });

  it('is created once beside the embedded database, readable only by its owner', () => {
    const key = readSecretKey({ ...embedded, dataDirectory });
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(readSecretKey({ ...embedded, dataDirectory })).toBe(key);
    expect(readFileSync(path(), 'utf8')).toBe(`${key}\n`);
  });

  it('is another one in another directory', () => {
    const other = join(dataDirectory, 'other');
    expect(readSecretKey({ ...embedded, dataDirectory: other })).not.toBe(
      readSecretKey({ ...embedded, dataDirectory }),
    );
  });

  it('is not made for an external database', () => {
    const databaseUrl = 'postgres://db.example.com/baseboard';
    expect(readSecretKey({ secretKey: undefined, databaseUrl, dataDirectory })).toBeUndefined();
    expect(() => statSync(path())).toThrow('ENOENT');
  });

  it('is refused if others can read it, or if it is no key', () => {
    const key = readSecretKey({ ...embedded, dataDirectory }) ?? '';
    chmodSync(path(), 0o640);
    expect(() => readSecretKey({ ...embedded, dataDirectory })).toThrow(`chmod 600 ${path()}`);
    writeFileSync(path(), `${key}\n`.slice(3));
    chmodSync(path(), 0o600);
    expect(() => readSecretKey({ ...embedded, dataDirectory })).toThrow('64 hexadecimal digits');
  });
});
