import { canonicalRegistry } from '#lib/oci/reference.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import type { FindCredential } from '#lib/registry/transport/auth/credential.ts';
import { type RegistrySource, registryOf } from '../source.ts';
import { apiHostOf } from './api-host.ts';
import { mayGetLogin } from './login-trust.ts';
import type { SourceCredential } from './source-credential.ts';

/** Kinds that are listed by the registry itself, with its login and the tokens of its token server. */
export const BY_LOGIN: ReadonlySet<RegistrySource['kind']> = new Set(['registry', 'acr', 'zot']);

/** Where logins come from. */
export interface Logins {
  readonly registries: readonly RegistrySettings[];
  readonly credential: FindCredential;
}

/** The login of a source's registry cannot be used for the API that lists it. The message says what to do instead. */
export class UnusableLoginError extends Error {
  override name = 'UnusableLoginError';
}

/**
 * The login of a source's registry, for the API that lists it; `undefined` without one, and for kinds whose requests log
 * in by themselves. `instead` says how to give another credential. Throws {@link UnusableLoginError}.
 */
export async function registryLogin(
  source: RegistrySource,
  from: Logins,
  instead: string,
): Promise<SourceCredential | undefined> {
  if (BY_LOGIN.has(source.kind)) return undefined;
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
    throw new UnusableLoginError(
      `the login of ${registry} is not sent to ${api}: list ${api} under registries, or give its token ${instead}`,
    );
  }
  if (found.type === 'password') return found;
  throw new UnusableLoginError(
    `the login of ${registry} has no password for its API: give a token ${instead}`,
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
