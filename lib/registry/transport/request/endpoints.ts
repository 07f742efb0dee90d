import { LRUCache } from 'lru-cache';
import { canonicalRegistry, isRegistryHost, isRepositoryPath } from '#lib/oci/reference.ts';
import { type RegistrySettings, RegistrySettingsError } from '../../settings.ts';

/** Where the requests for one registry go, and its settings. */
export interface Endpoint {
  /** Canonical name, as references write it; errors and credentials use it. */
  readonly host: string;
  /** `scheme://host[:port]` that requests are sent to. */
  readonly origin: string;
  /** Prefix of every repository path; empty, or ends in `/`. */
  readonly prefix: string;
  /** True if the operator configured it: it may have a private address, and may redirect to other listed origins. */
  readonly listed: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Origins of token servers that the operator trusts with this registry's credentials. */
  readonly realms: ReadonlySet<string>;
}

/** The endpoints of all registries. */
export interface Endpoints {
  /** The endpoint of a registry name; `undefined` if the name is no host. */
  of(registry: string): Endpoint | undefined;
  /** Origins that the operator named: only these may have private addresses or use plain HTTP. */
  readonly listedOrigins: ReadonlySet<string>;
}

const HUB = { host: 'docker.io', api: 'registry-1.docker.io' };
const MAX_REMEMBERED = 2000;

/** Makes endpoints from the operator's settings. Throws {@link RegistrySettingsError} for settings that cannot work. */
export function createEndpoints(registries: readonly RegistrySettings[]): Endpoints {
  const listed = new Map<string, Endpoint>();
  const listedOrigins = new Set<string>();
  for (const settings of registries) {
    const endpoint = listedEndpoint(settings);
    if (listed.has(endpoint.host)) {
      throw new RegistrySettingsError(`the registry ${endpoint.host} is configured twice`);
    }
    listed.set(endpoint.host, endpoint);
    listedOrigins.add(endpoint.origin);
    for (const realm of endpoint.realms) listedOrigins.add(realm);
  }
  const unlisted = new LRUCache<string, Endpoint>({ max: MAX_REMEMBERED });
  return {
    listedOrigins,
    of(registry) {
      const host = canonicalRegistry(registry);
      const known = listed.get(host) ?? unlisted.get(host);
      if (known) return known;
      const endpoint = publicEndpoint(host);
      if (endpoint) unlisted.set(host, endpoint);
      return endpoint;
    },
  };
}

function publicEndpoint(host: string): Endpoint | undefined {
  const url = isRegistryHost(host) ? URL.parse(`https://${host === HUB.host ? HUB.api : host}`) : null;
  if (!url) return undefined;
  return {
    host,
    origin: url.origin,
    prefix: '',
    listed: false,
    username: undefined,
    password: undefined,
    realms: new Set(),
  };
}

function listedEndpoint(settings: RegistrySettings): Endpoint {
  const host = canonicalRegistry(settings.host);
  if (!isRegistryHost(host)) {
    throw new RegistrySettingsError(`"${settings.host}" is not a registry host: write host or host:port`);
  }
  const scheme = settings.plainHttp ? 'http' : 'https';
  const address = settings.endpoint ?? (host === HUB.host ? HUB.api : host);
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `${scheme}://${address}`);
  if (!url || url.username || url.password || url.search || url.hash) {
    throw new RegistrySettingsError(`the endpoint of ${host} is not a plain http or https URL`);
  }
  const path = url.pathname.replace(/^\/+|\/+$/g, '');
  if (path !== '' && !isRepositoryPath(path)) {
    throw new RegistrySettingsError(`the path of ${host}'s endpoint is not a repository prefix`);
  }
  return {
    host,
    origin: url.origin,
    prefix: path === '' ? '' : `${path}/`,
    listed: true,
    username: settings.username || undefined,
    password: settings.password || undefined,
    realms: new Set((settings.realms ?? []).map((realm) => realmOrigin(host, realm))),
  };
}

function realmOrigin(host: string, realm: string): string {
  const url = URL.parse(/^https?:\/\//i.test(realm) ? realm : `https://${realm}`);
  if (!url) throw new RegistrySettingsError(`the realm "${realm}" of ${host} is not a URL or a host`);
  return url.origin;
}
