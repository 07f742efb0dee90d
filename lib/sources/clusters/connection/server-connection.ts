import type { ApiConnection } from '../api/api-client.ts';
import { type ConnectionDeps, ConnectionSettingsError } from './connection-deps.ts';

/** The connection to a server that the source names, with the source's token. Throws `ConnectionSettingsError`. */
export function serverConnection(
  { server, ca }: { readonly server: URL; readonly ca?: string | undefined },
  { token, listedHosts }: Pick<ConnectionDeps, 'token' | 'listedHosts'>,
): ApiConnection {
  refusePlainHttp(server);
  return {
    server,
    isListed: listedHosts.some((host) => host.toLowerCase() === server.host),
    tls: { ca },
    authorization: () => (token === undefined ? undefined : `Bearer ${token}`),
  };
}

/** Without TLS, a token could be read and the answer replaced on the way. Throws `ConnectionSettingsError`. */
export function refusePlainHttp(server: URL): void {
  if (server.protocol === 'https:' || /^(?:127(?:\.\d+){3}|localhost|\[::1\])$/.test(server.hostname)) return;
  throw new ConnectionSettingsError('its address must begin with https://, unless it is on loopback');
}
