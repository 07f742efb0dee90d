import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRepositoryPath } from '#lib/oci/reference.ts';
import { readCapped } from '../transport/http/capped-body.ts';
import { createMemoryRegistry, type MemoryRegistry } from './memory-registry.ts';
import { type Answer, answerInstead, failure, send, spoil } from './server/answer.ts';
import { Gate, type ServedAuth } from './server/auth-gate.ts';
import { type Fault, Faults } from './server/faults.ts';
import {
  deleteBlob,
  deleteManifest,
  getBlob,
  getManifest,
  listCatalog,
  listReferrers,
  listTags,
  putManifest,
  type ServedRequest,
} from './server/handlers.ts';
import { Uploads } from './server/uploads.ts';

/** Options for serving a memory registry. */
export interface ServeOptions {
  readonly registry?: MemoryRegistry;
  readonly auth?: ServedAuth;
  /** False leaves out the referrers API, as Distribution does up to 3.1. */
  readonly referrers?: boolean;
  /** Port on 127.0.0.1; a free one by default. */
  readonly port?: number;
}

/** A registry served on loopback. */
export interface ServedRegistry {
  /** The registry's name in references, `127.0.0.1:port`. */
  readonly host: string;
  readonly registry: MemoryRegistry;
  readonly faults: Faults;
  /** The requests as `METHOD path?query`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

const MAX_BODY = 64 * 1024 * 1024;

/** Serves a memory registry over HTTP. It behaves like Distribution, except for the faults that tests add. */
export async function serveMemoryRegistry(options: ServeOptions = {}): Promise<ServedRegistry> {
  const registry = options.registry ?? createMemoryRegistry();
  const faults = new Faults();
  const requests: string[] = [];
  const gate = new Gate(options.auth ?? { kind: 'none' });
  const uploads = new Uploads(registry.state);
  const referrers = options.referrers ?? true;
  let host = '';

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', `http://${host}`);
    const path = `${url.pathname}${url.search}`;
    requests.push(`${method} ${path}`);
    const fault = faults.meet(method, path);
    if (fault?.kind === 'reset') return void request.socket.destroy();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'delay') await sleep(fault.ms);
    if (fault?.kind === 'token-expired') gate.expireTokens();
    const body = await readCapped(request, MAX_BODY);
    const header = (name: string) => request.headers[name]?.toString();
    const received: ServedRequest = { method, query: url.searchParams, header, body };
    const answer = (fault && answerInstead(fault)) ?? route(url, received, fault);
    await send(response, method, fault ? spoil(answer, fault) : answer, fault);
  };

  const route = (url: URL, received: ServedRequest, fault: Fault | undefined): Answer => {
    if (url.pathname === '/token') return gate.token(received.query, received.header('authorization'));
    const place = parsePath(url.pathname);
    const needed = place?.repository === undefined ? undefined : scopeOf(place.repository, received.method);
    const refused = gate.refuse(`http://${host}`, received.header('authorization'), needed);
    if (refused) return refused;
    if (url.pathname === '/v2/' || url.pathname === '/v2')
      return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
    if (url.pathname === '/v2/_catalog') return listCatalog(registry.state, received);
    if (place?.repository === undefined) return failure(404, 'NAME_UNKNOWN', 'there is no such path');
    if (!isRepositoryPath(place.repository)) return failure(400, 'NAME_INVALID', 'the name is malformed');
    const forgetful = fault?.kind === 'forgetful';
    return dispatch(
      { repository: place.repository, kind: place.kind, rest: place.rest },
      received,
      forgetful,
    );
  };

  const dispatch = (
    place: { repository: string; kind: string; rest: string },
    received: ServedRequest,
    forgetful: boolean,
  ): Answer => {
    const { state } = registry;
    const { repository, kind, rest } = place;
    const range = received.header('content-range');
    switch (`${received.method === 'HEAD' ? 'GET' : received.method} ${kind}`) {
      case 'GET manifests':
        return getManifest(state, repository, rest, received);
      case 'PUT manifests':
        return putManifest(state, repository, rest, received, { forgetful, referrers });
      case 'DELETE manifests':
        return deleteManifest(state, repository, rest);
      case 'GET blobs':
        return getBlob(state, repository, rest, received);
      case 'DELETE blobs':
        return deleteBlob(state, repository, rest);
      case 'GET tags':
        return listTags(state, repository, received);
      case 'GET referrers':
        return referrers
          ? listReferrers(state, repository, rest, received)
          : failure(404, 'UNSUPPORTED', 'not found');
      case 'POST uploads':
        return uploads.begin(repository, received.query, received.body, forgetful);
      case 'GET uploads':
        return uploads.status(rest);
      case 'PATCH uploads':
        return uploads.append(rest, received.body, range);
      case 'PUT uploads':
        return uploads.finish(rest, received.query, received.body, range, forgetful);
      case 'DELETE uploads':
        return uploads.cancel(rest);
      default:
        return failure(405, 'UNSUPPORTED', 'the method is not offered here');
    }
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.destroy(error));
  });
  host = `127.0.0.1:${await listen(server, options.port ?? 0)}`;
  return {
    host,
    registry,
    faults,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Parses a path below `/v2/`: a repository, which may contain slashes, and a resource of the API. */
function parsePath(pathname: string): { repository: string; kind: string; rest: string } | undefined {
  const match =
    /^\/v2\/(.+)\/(?:(blobs)\/(uploads)(?:\/([^/]*))?|(manifests|blobs|referrers)\/([^/]+)|(tags)\/list)\/?$/.exec(
      pathname,
    );
  if (!match?.[1]) return undefined;
  const kind = match[3] ?? match[5] ?? match[7] ?? '';
  return { repository: match[1], kind, rest: decodeURIComponent(match[4] ?? match[6] ?? '') };
}

function scopeOf(repository: string, method: string): string {
  const actions =
    method === 'GET' || method === 'HEAD' ? 'pull' : method === 'DELETE' ? 'delete' : 'pull,push';
  return `repository:${repository}:${actions}`;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
