import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { connect as connectTcp, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { buildConnector } from 'undici';
import { isIpLiteral, refuseAddress } from './address-guard.ts';

/** The guard refused to connect; `message` is the reason. */
export class AddressRefusedError extends Error {
  override name = 'AddressRefusedError';
}

/** Resolves a name to all its addresses. */
type ResolveAll = (hostname: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** Dependencies of the connector, for tests. */
export interface ConnectorDeps {
  /** The system's resolver by default. */
  readonly resolveAll?: ResolveAll;
  /** Opens a TCP connection. */
  readonly connect?: (options: TcpNetConnectOpts) => Socket;
}

/** Whom a TLS connection trusts, and who it is. PEM. */
export interface TlsSettings {
  /** The certificates of the authorities to trust instead of the system's. */
  readonly ca?: string | undefined;
  /** The client's certificate and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** The name that the server's certificate must have, if it is not the host's. */
  readonly servername?: string | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The only way to open a connection. For origins that are not listed it checks the IP literal, every address that the
 * name resolves to, and the address that the socket is connected to, before a byte is sent. DNS rebinding between the
 * check and the connection gains nothing.
 */
export function guardedConnector(
  listedOrigins: ReadonlySet<string>,
  { resolveAll = resolveWithSystem, connect = connectTcp }: ConnectorDeps = {},
  tls: TlsSettings = {},
): buildConnector.connector {
  const secure = buildConnector({ ...tls, allowH2: false, timeout: CONNECT_TIMEOUT_MS });
  return (options, callback) => {
    const listed = listedOrigins.has(originOf(options));
    const { hostname } = options;
    const refused = !listed && isIpLiteral(hostname) ? refuseAddress(hostname) : undefined;
    if (refused) return callback(new AddressRefusedError(refused), null);

    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const socket = connect({
      host: hostname,
      port,
      keepAlive: true,
      noDelay: true,
      lookup: listed ? resolveAny(resolveAll) : resolvePublic(resolveAll),
    });
    let settled = false;
    const settle = (error: Error | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      socket.off('error', settle);
      if (error) {
        socket.on('error', () => undefined);
        socket.destroy();
        return callback(error, null);
      }
      if (options.protocol === 'https:') return secure({ ...options, httpSocket: socket }, callback);
      callback(null, socket);
    };
    const timer = setTimeout(() => settle(timeoutError()), CONNECT_TIMEOUT_MS);
    socket.once('error', settle);
    socket.once('connect', () => {
      const reached = listed ? undefined : refuseAddress(socket.remoteAddress ?? '');
      settle(reached ? new AddressRefusedError(reached) : null);
    });
  };
}

function originOf({ protocol, hostname, port }: buildConnector.Options): string {
  const host = hostname.includes(':') ? `[${hostname}]` : hostname;
  return new URL(`${protocol}//${host}${port ? `:${port}` : ''}`).origin;
}

function resolveWithSystem(
  hostname: string,
  done: (error: Error | null, addresses: LookupAddress[]) => void,
): void {
  systemLookup(hostname, { all: true }, done);
}

function resolveAny(resolveAll: ResolveAll): LookupFunction {
  return (hostname, options, done) => {
    resolveAll(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) return done(error ?? new Error('the name has no address'), '', 0);
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

/** One forbidden address among several is enough to refuse: any of them could be used. */
function resolvePublic(resolveAll: ResolveAll): LookupFunction {
  return resolveAny((hostname, done) => {
    resolveAll(hostname, (error, addresses) => {
      if (error) return done(error, []);
      for (const { address } of addresses) {
        const refused = refuseAddress(address);
        if (refused) return done(new AddressRefusedError(refused), []);
      }
      done(null, addresses);
    });
  });
}

function timeoutError(): Error {
  return Object.assign(new Error('the connection was not made in time'), { code: 'ETIMEDOUT' });
}
