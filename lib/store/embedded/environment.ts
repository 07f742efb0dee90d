/** What PostgreSQL's programs need of an environment: to find libraries, a home and a place for temporary files. */
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
 * The whole environment of `initdb` and `postgres`: an allowlist, because every process of the server would show
 * our tokens and registry credentials in its own environment otherwise.
 */
export function serverEnvironment(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  const kept = NEEDED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
