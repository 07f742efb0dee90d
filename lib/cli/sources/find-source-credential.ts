import {
  BY_LOGIN,
  type Logins,
  registryLogin,
  UnusableLoginError,
} from '#lib/sources/registries/registry-login.ts';
import type { SourceCredential } from '#lib/sources/registries/source-credential.ts';
import type { RegistrySource } from '#lib/sources/source.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from '../judging/command-context.ts';
import { readToken } from '../judging/judge-settings.ts';
import type { SourcesPreviewCommand } from './sources-arguments.ts';

/**
 * The credential for the API that lists a source: the token file, AWS's variables, or the login of the registry. Throws
 * {@link UsageError} if one was given that the API cannot get.
 */
export async function findSourceCredential(
  source: RegistrySource,
  { tokenFile }: Pick<SourcesPreviewCommand, 'tokenFile'>,
  context: CommandContext,
  from: Logins,
): Promise<SourceCredential | undefined> {
  if (BY_LOGIN.has(source.kind)) return undefined;
  if (tokenFile !== undefined) {
    const token = readToken(tokenFile, context);
    return token === undefined ? undefined : { type: 'token', token };
  }
  if (source.kind === 'ecr') return awsCredential(context.env);
  try {
    return await registryLogin(source, from, 'with --token-file');
  } catch (error) {
    throw error instanceof UnusableLoginError ? new UsageError(error.message, { cause: error }) : error;
  }
}

function awsCredential(env: CommandContext['env']): SourceCredential | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new UsageError('to list ecr, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  return { type: 'aws', accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN || undefined };
}
