import type { RealRegistry } from './registries.ts';

/** How a client connects to a registry, in the shape of the product's own settings. */
export interface Connection {
  readonly host: string;
  readonly endpoint?: string;
  readonly plainHttp: boolean;
  readonly username?: string;
  readonly password?: string;
  readonly realms?: readonly string[];
}

/** How to reach a registry, with its account and its token server where it has them. */
export function connectionTo(registry: RealRegistry): Connection {
  const realms = registry.tokens === undefined ? {} : { realms: [new URL(registry.tokens.realm).origin] };
  return { host: registry.host, plainHttp: true, ...registry.credentials, ...realms };
}

/** docker.io, served by a registry here: official images name their bases there. */
export function dockerHubAt(registry: RealRegistry): Connection {
  return { ...connectionTo(registry), host: 'docker.io', endpoint: `http://${registry.host}` };
}
