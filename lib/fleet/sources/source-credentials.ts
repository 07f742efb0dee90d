import { SealedError } from '#lib/notify/secret-box.ts';
import { BY_LOGIN, registryLogin, UnusableLoginError } from '#lib/sources/registries/registry-login.ts';
import {
  type Credentials,
  credentialOf,
  credentialsSchema,
  type SourceCredential,
} from '#lib/sources/registries/source-credential.ts';
import {
  isClusterSource,
  isFileSource,
  isListedSource,
  type ListedSource,
  parseSource,
  type RegistrySource,
  type Source,
} from '#lib/sources/source.ts';
import { parseStored } from '#lib/store/database/stored-json.ts';
import type { StoredSource } from '#lib/store/sources/sources.ts';
import { type SourceContext, SourceRefusedError } from './source-context.ts';
import { destinationOf, settingsOf } from './source-settings.ts';

/** Why credentials do not fit a kind of source; `undefined` if they do. `null` stands for none. */
export function credentialsProblem(source: Source, given: Credentials | null): string | undefined {
  const isAws = given !== null && 'accessKeyId' in given;
  if (source.kind === 'ecr' && !isAws) {
    return 'ecr is listed with accessKeyId and secretAccessKey';
  }
  if (given === null) return undefined;
  if (!isListedSource(source)) {
    return 'a source of the kind push or files takes none: whoever posts to it uses an API token of Baseboard';
  }
  if (isClusterSource(source)) {
    if (!('token' in given)) return `${source.kind} is listed with a token`;
    const hasOwn = source.config.server === undefined;
    return hasOwn
      ? 'only a server is listed with a token: a kubeconfig and a pod have their own login'
      : undefined;
  }
  if (isFileSource(source)) return 'token' in given ? undefined : `${source.kind} is read with a token`;
  return isAws && source.kind !== 'ecr'
    ? `${source.kind} is listed with a token, or username and password`
    : undefined;
}

/** Encrypts credentials for a source. Throws {@link SourceRefusedError} without a key. */
export function sealCredentials(
  { notifications: { secrets } }: Pick<SourceContext, 'notifications'>,
  id: string,
  given: Credentials,
): string {
  if (secrets !== undefined) return secrets.seal(JSON.stringify(given), placeOf(id));
  throw new SourceRefusedError(
    'no-secret-key',
    'Credentials cannot be stored: set BASEBOARD_SECRET_KEY. With a database of your own there is no default.',
    'credentials',
  );
}

/**
 * Refuses to use the credentials of a stored source for another kind, host or address than those that they were stored for.
 * Throws {@link SourceRefusedError} and `StoredJsonError`.
 */
export function refuseOtherDestination(source: Source, stored: StoredSource): void {
  const before = parseSource(settingsOf(stored));
  if ('source' in before && destinationOf(before.source) === destinationOf(source)) return;
  throw new SourceRefusedError(
    'invalid-request',
    'credentials: they were stored for another address. Enter the credentials for this address, or remove them.',
    'credentials',
  );
}

/**
 * What a source is listed with: its own credentials, else the login of its registry; `undefined` for none, for clusters
 * and repositories of files, and for kinds whose requests log in by themselves. Throws `SealedError` and `UnusableLoginError`.
 */
export async function credentialFor(
  context: Pick<SourceContext, 'notifications' | 'sources'>,
  source: ListedSource,
  stored: Pick<StoredSource, 'id' | 'sealedCredentials' | 'fromFile' | 'name'>,
): Promise<SourceCredential | undefined> {
  if (stored.fromFile) {
    const { configured } = context.sources;
    if (!configured.has(stored.name)) {
      const problem = 'the baseboard.yaml of the process that lists the source does not name it';
      throw new UnusableLoginError(problem);
    }
    const credential = configured.get(stored.name);
    if (credential !== undefined) return credential;
  }
  if (stored.sealedCredentials !== null) return openCredentials(context, stored.id, stored.sealedCredentials);
  if (isClusterSource(source) || isFileSource(source)) return undefined;
  return registryLogin(source, context.sources.logins, 'as the credentials of the source');
}

/** The client that lists a source with a credential, and the credential for requests that do not log in by themselves. */
export function clientFor(
  { sources }: Pick<SourceContext, 'sources'>,
  source: RegistrySource,
  credential: SourceCredential | undefined,
) {
  if (!BY_LOGIN.has(source.kind)) return { client: sources.clientFor('', undefined), credential };
  const host = 'registry' in source.config ? source.config.registry : '';
  return { client: sources.clientFor(host, credential), credential: undefined };
}

function openCredentials(
  { notifications: { secrets } }: Pick<SourceContext, 'notifications'>,
  id: string,
  sealed: string,
): SourceCredential {
  if (secrets === undefined) {
    throw new SealedError('The credentials cannot be read without a key: set BASEBOARD_SECRET_KEY again.');
  }
  const json: unknown = JSON.parse(secrets.open(sealed, placeOf(id)));
  return credentialOf(parseStored(credentialsSchema, json, `the credentials of the source ${id}`));
}

/** Sealed credentials can only be opened for the row that they were sealed for. */
function placeOf(id: string): string {
  return `source ${id}`;
}
