import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';

const FILE = 'secret.key';
const KEY_BYTES = 32;

/**
 * The key that encrypts the secrets in the database: `BASEBOARD_SECRET_KEY`, or with the embedded database a file beside
 * it, created once and readable only by its owner. `undefined` for an external database without a key: then no secret
 * can be stored. Throws {@link ConfigError} for a key file that others can read, or that holds no key.
 */
export function readSecretKey(
  config: Pick<Config, 'secretKey' | 'databaseUrl' | 'dataDirectory'>,
): string | undefined {
  if (config.secretKey !== undefined) return config.secretKey;
  if (config.databaseUrl !== undefined) return undefined;
  const path = join(config.dataDirectory, FILE);
  createOnce(path, config.dataDirectory);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new ConfigError(`${path}: other users can read this key. Run: chmod 600 ${path}`);
  }
  const key = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(key)) {
    throw new ConfigError(
      `${path}: expected 64 hexadecimal digits. Restore the file, or remove it and enter the secrets of the notification channels again.`,
    );
  }
  return key;
}

/** Only the process that creates the file writes it; others read it. */
function createOnce(path: string, directory: string): void {
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  // The umask may have removed the owner's bits.
  chmodSync(path, 0o600);
}
