import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToServer, launchAs, type PostgresBinaries } from './binaries.ts';
import { serverEnvironment } from './environment.ts';
import { EmbeddedServerError, explainOutput } from './trouble.ts';

/** The database role that owns all our tables. */
export const USER = 'baseboard';

/**
 * Creates the cluster on first use and returns the password of {@link USER}. It is created in a directory beside its
 * final one and then moved, so an interrupted start leaves no incomplete cluster.
 */
export function ensureCluster(binaries: PostgresBinaries, directory: string, cluster: string): string {
  const passwordFile = join(directory, 'postgres.password');
  if (existsSync(cluster) && existsSync(passwordFile)) return readFileSync(passwordFile, 'utf8').trim();
  if (existsSync(cluster)) {
    throw new EmbeddedServerError(
      `${passwordFile}, the password of the database in ${cluster}, is missing. Restore that file, or set BASEBOARD_DATA to another directory.`,
    );
  }
  const draft = `${cluster}.new`;
  rmSync(draft, { recursive: true, force: true });
  const password = randomBytes(24).toString('hex');
  // Owned by the server's account while initdb reads it, and private from the first byte.
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  giveToServer(passwordFile);
  mkdirSync(draft, { mode: 0o700 });
  giveToServer(draft);
  const { command, args, ...identity } = launchAs(binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
  ]);
  const env = serverEnvironment(process.env);
  const result = spawnSync(command, args, { ...identity, encoding: 'utf8', env });
  if (result.error !== undefined) throw new EmbeddedServerError(`initdb failed: ${result.error.message}`);
  if (result.status !== 0) throw explainOutput(directory, 'initdb failed', result.stderr);
  renameSync(draft, cluster);
  return password;
}
