import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request on its way to a registry, with its whole body. */
interface Passing {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface ProxyAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends the request on to the registry, with changes if any are given. */
type Pass = (changes?: Partial<Passing>) => Promise<ProxyAnswer>;

/**
 * A quirk of a registry or of a proxy in front of it. It answers a request itself, or with the registry's answer from
 * `pass`. `'reset'` cuts the connection, `'hang'` never answers.
 */
export type Quirk = (passing: Passing, pass: Pass) => Promise<ProxyAnswer | 'reset' | 'hang'>;

/** A proxy on loopback, with at most one quirk at a time. */
export interface QuirkProxy extends AsyncDisposable {
  /** The proxy's name in references, `127.0.0.1:port`. */
  readonly host: string;
  /** The registry behind it. */
  upstream: string;
  quirk: Quirk | undefined;
  /** The requests as `METHOD path?query`, in order. */
  readonly requests: string[];
}

/** Starts a proxy in front of the registry at `127.0.0.1:port`; `upstream` can be set later. */
export async function startQuirkProxy(upstream = ''): Promise<QuirkProxy> {
  const requests: string[] = [];
  const answering = async (incoming: IncomingMessage, response: ServerResponse) => {
    const received = await buffer(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    requests.push(`${method} ${path}`);
    const passing: Passing = { method, path, headers, body: received };
    const pass: Pass = (changes = {}) => forward(proxy.upstream, { ...passing, ...changes });
    const answer = await (proxy.quirk?.(passing, pass) ?? pass());
    if (answer === 'reset') return void response.socket?.resetAndDestroy();
    if (answer === 'hang') return;
    const { 'transfer-encoding': _, connection: __, ...kept } = answer.headers;
    response.writeHead(answer.status, kept);
    response.end(method === 'HEAD' ? undefined : answer.body);
  };
  const server = createServer((incoming, response) => {
    answering(incoming, response).catch((error: Error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: QuirkProxy = {
    host: `127.0.0.1:${port}`,
    upstream,
    quirk: undefined,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** `Host` stays the proxy's: registries build the URLs of uploads from it. */
function forward(upstream: string, { method, path, headers, body }: Passing): Promise<ProxyAnswer> {
  const [hostname, port] = upstream.split(':');
  const { 'transfer-encoding': _, ...kept } = headers;
  const sent = { ...kept, 'content-length': String(body.byteLength) };
  return new Promise((resolve, reject) => {
    const outgoing = send({ hostname, port, method, path, headers: sent, agent: false }, async (response) => {
      try {
        resolve({
          status: response.statusCode ?? 502,
          headers: response.headers,
          body: await buffer(response),
        });
      } catch (error) {
        reject(error);
      }
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** An answer of the proxy itself. */
export function own(
  status: number,
  errorCode?: string,
  message = '',
  headers: Record<string, string> = {},
): ProxyAnswer {
  const text = errorCode === undefined ? message : JSON.stringify({ errors: [{ code: errorCode, message }] });
  const type = errorCode === undefined ? 'text/plain' : 'application/json';
  return { status, headers: { 'content-type': type, ...headers }, body: Buffer.from(text) };
}

/** The requests that a quirk applies to. */
export type Match = (passing: Passing) => boolean;

/** A quirk for requests that match: for `times` of them, after the first `after`. All others pass. */
export function on(match: Match, quirk: Quirk, { times = Number.POSITIVE_INFINITY, after = 0 } = {}): Quirk {
  let seen = 0;
  return async (passing, pass) => {
    if (!match(passing)) return pass();
    seen += 1;
    return seen > after && seen <= after + times ? quirk(passing, pass) : pass();
  };
}

/** The proxy answers; the request never reaches the registry. */
export const refused =
  (...answer: Parameters<typeof own>): Quirk =>
  async () =>
    own(...answer);

/** The registry handles the request, but its answer is lost: replaced by another one or by none. */
export const lost =
  (instead: ProxyAnswer | 'reset' | 'hang'): Quirk =>
  async (_, pass) => {
    await pass();
    return instead;
  };

/** The registry's answer, changed. */
export const changed =
  (change: (answer: ProxyAnswer) => ProxyAnswer): Quirk =>
  async (_, pass) =>
    change(await pass());

/** The registry's answer with other headers; `undefined` removes one. */
export const withHeaders = (headers: IncomingHttpHeaders): Quirk =>
  changed((answer) => ({
    ...answer,
    headers: Object.fromEntries(
      Object.entries({ ...answer.headers, ...headers }).filter(([, value]) => value !== undefined),
    ),
  }));

/** For `ms` milliseconds after a write, reads by tag return the manifest before it, or 404. */
export function lagging(ms: number, shows: 'old' | 'nothing', methods = ['GET', 'HEAD']): Quirk {
  const before = new Map<string, { answers: Map<string, ProxyAnswer>; until: number }>();
  return async (passing, pass) => {
    const { method, path } = passing;
    if (!isTag(path)) return pass();
    if (method === 'PUT' || method === 'DELETE') {
      const answers = new Map<string, ProxyAnswer>();
      for (const read of methods) {
        const headers = { accept: ANY_MANIFEST };
        answers.set(read, await pass({ method: read, headers, body: Buffer.alloc(0) }));
      }
      const answer = await pass();
      before.set(path, { answers, until: performance.now() + ms });
      return answer;
    }
    const old = before.get(path);
    if (old === undefined || performance.now() > old.until) return pass();
    const answer = old.answers.get(method);
    if (answer === undefined) return pass();
    return shows === 'old' ? answer : own(404, 'MANIFEST_UNKNOWN');
  };
}

/** Allows `limit` requests per window of `windowMs` milliseconds; 429 beyond, optionally with `Retry-After`. */
export function limited(match: Match, limit: number, windowMs: number, retryAfter?: () => string): Quirk {
  let taken: number[] = [];
  return async (passing, pass) => {
    if (!match(passing)) return pass();
    const now = performance.now();
    taken = taken.filter((at) => at > now - windowMs);
    if (taken.length >= limit) {
      const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter() };
      return own(429, 'TOOMANYREQUESTS', 'slow down', headers);
    }
    taken.push(now);
    return pass();
  };
}

/** Applies one quirk in front of another. */
export const both =
  (outer: Quirk, inner: Quirk): Quirk =>
  (passing, pass) =>
    outer(passing, async (changes = {}) => {
      const answer = await inner({ ...passing, ...changes }, (more = {}) => pass({ ...changes, ...more }));
      if (typeof answer === 'string') throw new Error(`the inner quirk ends in a ${answer}`);
      return answer;
    });

/** Requires tokens from its own token server; for `times` matching requests all tokens expire. */
export function tokensEnd(match: Match, times: number): Quirk {
  let issued = 0;
  let first = 0;
  let left = times;
  return async (passing, pass) => {
    const { path, headers } = passing;
    if (path.startsWith('/token')) return own(200, undefined, JSON.stringify({ token: `token-${issued++}` }));
    const shown = Number(/^Bearer token-(\d+)$/.exec(headers.authorization ?? '')?.[1] ?? Number.NaN);
    if (shown >= first && match(passing) && left > 0) {
      left -= 1;
      first = issued;
    }
    if (shown >= first) return pass();
    const challenge = `Bearer realm="http://${headers.host}/token",service="quirks"`;
    return own(401, 'UNAUTHORIZED', '', { 'www-authenticate': challenge });
  };
}

/** Redirects each matching request once: to the same host, or to another one. */
export function redirects(match: Match, status: 307 | 308, host?: string): Quirk {
  return async (passing, pass) => {
    const { path } = passing;
    if (!match(passing) || path.includes('redirected=1')) return pass();
    const target = `${path}${path.includes('?') ? '&' : '?'}redirected=1`;
    return own(status, undefined, '', { location: host === undefined ? target : `http://${host}${target}` });
  };
}

/** Answers after `ms` milliseconds. */
export const late =
  (ms: number): Quirk =>
  async (_, pass) => {
    await sleep(ms);
    return pass();
  };

const ANY_MANIFEST = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
].join(', ');

function isTag(path: string): boolean {
  return /\/manifests\/[^/:]+$/.test(path);
}

/** Matches for the requests that quirks apply to. */
export const AT = {
  tagPut: ({ method, path }) => method === 'PUT' && isTag(path),
  tagDelete: ({ method, path }) => method === 'DELETE' && isTag(path),
  tagRead: ({ method, path }) => (method === 'GET' || method === 'HEAD') && isTag(path),
  childPut: ({ method, path }) => method === 'PUT' && /\/manifests\/sha256:/.test(path),
  manifestPut: ({ method, path }) => method === 'PUT' && path.includes('/manifests/'),
  mount: ({ method, path }) => method === 'POST' && path.includes('mount='),
  open: ({ method, path }) => method === 'POST' && !path.includes('mount='),
  blobPut: ({ method, path }) => method === 'PUT' && path.includes('/uploads/'),
  upload: ({ path }) => path.includes('/uploads/'),
  write: ({ method }) => method !== 'GET' && method !== 'HEAD',
} as const satisfies Record<string, Match>;
