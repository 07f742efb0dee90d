import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request on its way to a registry, read whole. */
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

/** Asks the registry, with changes where they are given. */
type Pass = (changes?: Partial<Passing>) => Promise<ProxyAnswer>;

/**
 * One way in which a registry, or a proxy in front of it, is odd. It answers a request, from the registry by `pass` or
 * by itself; `'reset'` cuts the connection, `'hang'` never answers.
 */
export type Quirk = (passing: Passing, pass: Pass) => Promise<ProxyAnswer | 'reset' | 'hang'>;

/** A proxy on loopback, with at most one quirk at a time. */
export interface QuirkProxy extends AsyncDisposable {
  /** `127.0.0.1:port`, as references name it. */
  readonly host: string;
  /** The registry behind it. */
  upstream: string;
  quirk: Quirk | undefined;
  /** The requests as `METHOD path?query`, in order. */
  readonly requests: string[];
}

/** Starts a proxy in front of a registry on loopback, `127.0.0.1:port`, which may be named later. */
export async function startQuirkProxy(upstream = ''): Promise<QuirkProxy> {
  const requests: string[] = [];
  const answering = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = 'GET', url: path = '/', headers } = incoming;
    requests.push(`${method} ${path}`);
    const passing: Passing = { method, path, headers, body: Buffer.concat(chunks) };
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
    const asking = send({ hostname, port, method, path, headers: sent, agent: false }, async (response) => {
      try {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        resolve({
          status: response.statusCode ?? 502,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      } catch (error) {
        reject(error);
      }
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

/** An answer that is the proxy's own. */
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

/** Which requests a quirk meets. */
export type Match = (passing: Passing) => boolean;

/** A quirk for the requests that match, after `after` of them and for `times` of them; all others pass. */
export function on(match: Match, quirk: Quirk, { times = Number.POSITIVE_INFINITY, after = 0 } = {}): Quirk {
  let seen = 0;
  return async (passing, pass) => {
    if (!match(passing)) return pass();
    seen += 1;
    return seen > after && seen <= after + times ? quirk(passing, pass) : pass();
  };
}

/** Answers by itself: the request never reaches the registry. */
export const refused =
  (...answer: Parameters<typeof own>): Quirk =>
  async () =>
    own(...answer);

/** The registry handles the request, and its answer is lost: replaced by another one, or by none. */
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

/** The registry's answer with other headers; undefined takes one away. */
export const withHeaders = (headers: IncomingHttpHeaders): Quirk =>
  changed((answer) => ({
    ...answer,
    headers: Object.fromEntries(
      Object.entries({ ...answer.headers, ...headers }).filter(([, value]) => value !== undefined),
    ),
  }));

/** Reads of manifests by tag show what was there before the last write, or 404, for `ms` milliseconds. */
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

/** At most `limit` requests in each window of `windowMs`; 429 beyond, with `retryAfter` where it is given. */
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

/** One quirk in front of another. */
export const both =
  (outer: Quirk, inner: Quirk): Quirk =>
  (passing, pass) =>
    outer(passing, async (changes = {}) => {
      const answer = await inner({ ...passing, ...changes }, (more = {}) => pass({ ...changes, ...more }));
      if (typeof answer === 'string') throw new Error(`the inner quirk ends in a ${answer}`);
      return answer;
    });

/** Requires a token for everything, from its own token server; all tokens expire at each matching request. */
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

/** Sends each request that matches to another URL, once: on the same host, or on another one. */
export function redirects(match: Match, status: 307 | 308, host?: string): Quirk {
  return async (passing, pass) => {
    const { path } = passing;
    if (!match(passing) || path.includes('redirected=1')) return pass();
    const target = `${path}${path.includes('?') ? '&' : '?'}redirected=1`;
    return own(status, undefined, '', { location: host === undefined ? target : `http://${host}${target}` });
  };
}

/** The answer after a while. */
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

/** The kinds of requests that quirks are about. */
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
