import { Readable } from 'node:stream';
import { Agent } from 'undici';
import type { RequestMethod } from '../request/request.ts';
import { type ConnectorDeps, guardedConnector } from './guarded-connector.ts';

/** What goes on the wire, nothing left to decide. */
export interface WireRequest {
  readonly method: RequestMethod;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/** An answer's head, and its body to be read once or discarded. */
export interface Answer {
  readonly status: number;
  /** The first value of a header, by its lower-case name. */
  header(name: string): string | undefined;
  /** Every value of a header, by its lower-case name. */
  headerValues(name: string): readonly string[];
  readonly body: AsyncIterable<Uint8Array>;
  /** Ends the body without reading it; never throws. */
  discard(): Promise<void>;
}

/** The one place that sends. Never follows redirects, never retries, never inflates. */
export interface Sender {
  send(request: WireRequest): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens connections through the guard alone; `listedOrigins` are the origins it lets be private. */
export function createSender(listedOrigins: ReadonlySet<string>, deps: ConnectorDeps = {}): Sender {
  const agent = new Agent({
    connect: guardedConnector(listedOrigins, deps),
    // Requests at a time are bounded per registry; a bound here would let open streams block uploads.
    connections: null,
    pipelining: 1,
    keepAliveTimeout: 20_000,
    // The caller's deadline covers the whole answer, which a pause between two bytes never would.
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
        // Left alone, the library gives up the connection after every HEAD, which is most of what is sent here.
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
