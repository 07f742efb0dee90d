import type { ApiConnection } from '../api/api-client.ts';
import { type ConnectionDeps, ConnectionSettingsError } from './connection-deps.ts';

/** The connection to a server that the source names, with the source's token. Throws `ConnectionSettingsError`. */
export function serverConnection(
  { server, ca }: { readonly server: URL; readonly ca?: string | undefined },
  { credential, listedHosts }: Pick<ConnectionDeps, 'credential' | 'listedHosts'>,
): ApiConnection {
  if (credential !== undefined && credential.type !== 'token') {
    throw new ConnectionSettingsError('its credential is not a token');
  }
  const connection = {
    server,
    isListed: listedHosts.some((host) => host.toLowerCase() === server.host),
    tls: { ca },
    authorization: () => (credential === undefined ? undefined : `Bearer ${credential.token}`),
  };
  refusePlainHttp(server);
  return connection;
}

/** Without TLS, a token could be read and the answer replaced on the way. Throws `ConnectionSettingsError`. */
export function refusePlainHttp(server: URL): void {
  if (server.protocol === 'https:' || /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(server.hostname)) return;
  throw new ConnectionSettingsError('its address must begin with https://, unless it is on loopback');
}
