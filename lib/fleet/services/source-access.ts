import { canonicalRegistry } from '#lib/oci/reference.ts';
import { createRegistry, type RegistryClient } from '#lib/registry/client.ts';
import type { ListPages } from '#lib/registry/operations/lists/list-page.ts';
import type { RegistryReader } from '#lib/registry/registry.ts';
import type { RegistrySettings } from '#lib/registry/settings.ts';
import type { Credential } from '#lib/registry/transport/auth/credential.ts';
import type { Logins } from '#lib/sources/registries/registry-login.ts';
import type { SourceCredential } from '#lib/sources/registries/source-credential.ts';

/** What lists of one registry are read with. */
interface ListingClient {
  readonly lists: ListPages & Pick<RegistryReader, 'listTags'>;
  close(): Promise<void>;
}

/** What listing sources needs from the process. */
export interface SourceAccess {
  /** Logins of registries, for sources without credentials of their own. */
  readonly logins: Logins;
  /** A client that logs in to a host with a credential, or as all other requests do. */
  clientFor(host: string, credential: SourceCredential | undefined): ListingClient;
  /** The sources in this process's baseboard.yaml by name, with their credentials, which are not stored. */
  readonly configured: ReadonlyMap<string, SourceCredential | undefined>;
}

/** Composes what listings need: the process's client of registries, and others for sources with a login of their own. */
export function createSourceAccess(
  client: RegistryClient,
  logins: Logins,
  configured: SourceAccess['configured'] = new Map(),
): SourceAccess {
  return {
    ...{ logins, configured },
    clientFor(host, credential) {
      const login = credential && loginOf(credential);
      if (login === undefined) return { lists: client, close: async () => {} };
      const name = canonicalRegistry(host);
      const isOwn = (asked: string) => canonicalRegistry(asked) === name;
      const own = createRegistry(
        { registries: logins.registries.map((each) => (isOwn(each.host) ? withoutLogin(each) : each)) },
        { credential: async (asked) => (isOwn(asked) ? login : undefined) },
      );
      return { lists: own, close: () => own.close() };
    },
  };
}

function withoutLogin({ username: _, password: __, ...settings }: RegistrySettings): RegistrySettings {
  return settings;
}

/** The login of a registry; `undefined` for the keys of AWS, which sign requests. */
function loginOf(credential: SourceCredential): Credential | undefined {
  switch (credential.type) {
    case 'password':
      return credential;
    case 'token':
      return { type: 'registry-token', token: credential.token };
    case 'aws':
      return undefined;
  }
}
