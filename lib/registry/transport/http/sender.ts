import { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { RequestMethod } from '../request/request.ts';
import { type ConnectorDeps, guardedConnector, type TlsSettings } from './guarded-connector.ts';

/** An HTTP request with nothing left to decide. */
export interface WireRequest {
  readonly method: RequestMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/** The head of an HTTP response, and its body: to be read once or discarded. */
export interface Answer {
  readonly status: number;
  /** The first value of a header, by its lower-case name. */
  header(name: string): string | undefined;
  /** Every value of a header, by its lower-case name. */
  headerValues(name: string): readonly string[];
  readonly body: AsyncIterable<Uint8Array>;
  /** Drops the body; never rejects. */
  discard(): Promise<void>;
}

/** The only place that sends HTTP requests. Follows no redirects, retries nothing, decompresses nothing. */
export interface Sender {
  send(request: WireRequest): Promise<Answer>;
  close(): Promise<void>;
}

/** A sender whose connections all pass the address guard; only `listedOrigins` may have private addresses. */
export function createSender(
  listedOrigins: ReadonlySet<string>,
  deps: ConnectorDeps = {},
  tls: TlsSettings = {},
): Sender {
  const agent = new Agent({
    connect: guardedConnector(listedOrigins, deps, tls),
    // Concurrent requests are limited per registry; a limit here would let open streams block uploads.
    connections: null,
    pipelining: 1,
    keepAliveTimeout: 20_000,
    // The caller's deadline covers the whole answer; these would only cover pauses between bytes.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async send({ method, url, headers, body, signal }) {
      const answer = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers,
        signal,
        // By default the library closes the connection after a HEAD, which most requests here are.
        reset: false,
        ...(body === undefined ? {} : { body: body instanceof Uint8Array ? body : Readable.from(body) }),
      });
      return {
        status: answer.statusCode,
        header: (name) => {
          const value = answer.headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
        headerValues: (name) => {
          const value = answer.headers[name];
          return value === undefined ? [] : Array.isArray(value) ? value : [value];
        },
        body: answer.body,
        async discard() {
          answer.body.on('error', () => undefined);
          if (method === 'HEAD') answer.body.resume();
          else await answer.body.dump({ limit: 64 * 1024 }).catch(() => undefined);
        },
      };
    },
    close: () => agent.destroy(),
  };
}
