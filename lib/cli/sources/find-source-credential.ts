import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import type { FindCredential } from '#lib/registry/transport/auth/credential.ts';
import { apiHostOf } from '#lib/sources/registries/api-host.ts';
import { mayGetLogin } from '#lib/sources/registries/login-trust.ts';
import type { SourceCredential } from '#lib/sources/registries/source-credential.ts';
import { type RegistrySource, registryOf } from '#lib/sources/source.ts';
import { UsageError } from '../input/usage-error.ts';
import type { CommandContext } from '../judging/command-context.ts';
import { readToken } from '../judging/judge-settings.ts';
import type { SourcesPreviewCommand } from './sources-arguments.ts';

/** Kinds that are listed by the registry itself, with its login and the tokens of its token server. */
export const BY_LOGIN: ReadonlySet<RegistrySource['kind']> = new Set(['registry', 'acr', 'zot']);

/** Where credentials come from. */
interface CredentialOrigins {
  readonly registries: readonly RegistrySettings[];
  readonly credential: FindCredential;
}

/**
 * The credential for the API that lists a source: the token file, AWS's variables, or the login of the registry. Throws
 * {@link UsageError} if one was given that the API cannot get.
 */
export async function findSourceCredential(
  source: RegistrySource,
  { tokenFile }: Pick<SourcesPreviewCommand, 'tokenFile'>,
  context: CommandContext,
  from: CredentialOrigins,
): Promise<SourceCredential | undefined> {
  if (BY_LOGIN.has(source.kind)) return undefined;
  if (tokenFile !== undefined) {
    const token = readToken(tokenFile, context);
    return token === undefined ? undefined : { type: 'token', token };
  }
  if (source.kind === 'ecr') return awsCredential(context.env);
  const registry = canonicalRegistry(registryOf(source));
  const api = canonicalRegistry(apiHostOf(source));
  const ofApi = configuredLogin(api, from.registries);
  if (ofApi) return ofApi;
  // With an endpoint, the configured login is the mirror's: the registry and its vendor must not see it.
  const hasMirror = settingsOf(registry, from.registries)?.endpoint !== undefined;
  const configured = hasMirror ? undefined : configuredLogin(registry, from.registries);
  const found = configured ?? (await from.credential(registry, ''));
  if (found === undefined) return undefined;
  if (!mayGetLogin(source, from.registries)) {
    throw new UsageError(
      `the login of ${registry} is not sent to ${api}: list ${api} under registries, or give its token with --token-file`,
    );
  }
  if (found.type === 'password') return found;
  throw new UsageError(
    `the login of ${registry} has no password for its API: give a token with --token-file`,
  );
}

function settingsOf(host: string, registries: readonly RegistrySettings[]): RegistrySettings | undefined {
  return registries.find((each) => canonicalRegistry(each.host) === host);
}

/** The login that the configuration has for a host; it is for the host's endpoint, if it has one. */
function configuredLogin(host: string, registries: readonly RegistrySettings[]) {
  const { username, password } = settingsOf(host, registries) ?? {};
  if (username === undefined || password === undefined) return undefined;
  return { type: 'password', username, password } as const;
}

function awsCredential(env: CommandContext['env']): SourceCredential | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!accessKeyId || !secretAccessKey) {
    throw new UsageError('to list ecr, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  return { type: 'aws', accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN || undefined };
}
