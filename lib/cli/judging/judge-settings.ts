import { ConfigError, type ConfigIssue } from '#lib/config/config-error.ts';
import { parseJudgingSections } from '#lib/config/config-file.ts';
import { UsageError } from '../input/usage-error.ts';
import type { Surroundings } from './environment.ts';

/** What judging needs of a baseboard.yaml. */
export type JudgeSettings = ReturnType<typeof parseJudgingSections>;

type Reading = Pick<Surroundings, 'env' | 'readFile'>;

/**
 * The registries and declared bases of the baseboard.yaml that was named, by `--config` or `BASEBOARD_CONFIG`; none
 * where none was. It is never taken from the current directory by itself: in CI that holds what a pull request brings,
 * and such a file says where credentials are sent. Other sections are the server's, and so are their secrets. Throws
 * {@link UsageError} and `ConfigError`.
 */
export function readJudgeSettings(named: string | undefined, { env, readFile }: Reading): JudgeSettings {
  const path = named ?? (env.BASEBOARD_CONFIG || undefined);
  if (path === undefined) return { registries: [], bases: [] };
  const issues: ConfigIssue[] = [];
  const settings = parseJudgingSections(readNamed('--config', path, readFile), path, readFile, issues);
  if (issues.length > 0) throw new ConfigError(issues);
  return settings;
}

/** The server's token, from the file that was named or the environment. Throws {@link UsageError}. */
export function readToken(tokenFile: string | undefined, { env, readFile }: Reading): string | undefined {
  const token =
    tokenFile === undefined
      ? env.BASEBOARD_TOKEN || undefined
      : readNamed('--token-file', tokenFile, readFile).trim();
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('the token is one line of printable ASCII characters without spaces');
  }
  return token;
}

function readNamed(option: string, path: string, readFile: Surroundings['readFile']): string {
  try {
    return readFile(path);
  } catch (cause) {
    throw new UsageError(`${option} ${path} cannot be read`, { cause });
  }
}
