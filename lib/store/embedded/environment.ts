/** The variables that PostgreSQL's programs need: for libraries, a home and temporary files. */
const NEEDED = [
  'PATH',
  'HOME',
  'USER',
  'TMPDIR',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'SystemRoot',
  'SystemDrive',
  'TEMP',
  'TMP',
  'USERPROFILE',
];

/**
 * The whole environment of `initdb` and `postgres`. It is an allowlist: otherwise every process of the server would
 * have our tokens and registry credentials in its environment.
 */
export function serverEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = NEEDED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
