import { ConfigError, type ConfigIssue } from '#lib/config/config-error.ts';
import { parseJudgingSections } from '#lib/config/config-file.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from './command-context.ts';

/** The sections of a baseboard.yaml that judging needs. */
export type JudgeSettings = ReturnType<typeof parseJudgingSections>;

type Reading = Pick<CommandContext, 'env' | 'readFile'>;

/**
 * The registries and declared bases of the baseboard.yaml that `--config` or `BASEBOARD_CONFIG` names; none if neither
 * is set. A file in the current directory is never read by default: in CI a pull request can change it, and it decides
 * where credentials are sent. The other sections and their secrets are for the server and are not read. Throws
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

/** The server's token, from `--token-file` or the environment. Throws {@link UsageError}. */
export function readToken(tokenFile: string | undefined, { env, readFile }: Reading): string | undefined {
  const token =
    tokenFile === undefined
      ? env.BASEBOARD_TOKEN || undefined
      : readNamed('--token-file', tokenFile, readFile).trim();
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new UsageError('the token must be one line of printable ASCII characters without spaces');
  }
  return token;
}

function readNamed(option: string, path: string, readFile: CommandContext['readFile']): string {
  try {
    return readFile(path);
  } catch (cause) {
    throw new UsageError(`${option} ${path} cannot be read`, { cause });
  }
}
