import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { ConfigError } from './config-error.ts';

const FILE = 'secret.key';
const KEY_BYTES = 32;

/**
 * The key that secrets in the database are sealed with: `BASEBOARD_SECRET_KEY`, or with the embedded database a
 * file beside it, made once and readable by its owner alone. `undefined` for an external database without a key:
 * nothing secret can be kept then. Throws {@link ConfigError} for a key file that others may read, or that is none.
 */
export function readSecretKey(
  config: Pick<Config, 'secretKey' | 'databaseUrl' | 'dataDirectory'>,
): string | undefined {
  if (config.secretKey !== undefined) return config.secretKey;
  if (config.databaseUrl !== undefined) return undefined;
  const path = join(config.dataDirectory, FILE);
  makeOnce(path, config.dataDirectory);
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw new ConfigError(`${path}: others may read this key. Run: chmod 600 ${path}`);
  }
  const key = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(key)) {
    throw new ConfigError(
      `${path}: expected 64 hexadecimal digits. Restore the file, or remove it: the notification channels' secrets must then be entered anew.`,
    );
  }
  return key;
}

/** Only who makes the file writes it: a second process reads what the first one wrote. */
function makeOnce(path: string, directory: string): void {
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw error;
  }
  // An umask may have taken bits away, never given any; this says what is meant.
  chmodSync(path, 0o600);
}
