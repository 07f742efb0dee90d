// The API of a cluster in tests: lists of objects in pages, with faults.
import type { ServerResponse } from 'node:http';
import type { Handler, SeenRequest } from '#lib/registry/testing/test-server.ts';
import { json } from '../testing.ts';
import type { ReadClusterDeps } from './read-cluster.ts';

/** What reading needs, for a test server at this host. */
export function depsFor(host: string, more: Partial<ReadClusterDeps> = {}): ReadClusterDeps {
  return {
    ...{
      token: 'secret',
      env: {},
      listedHosts: [host],
      userAgent: 'baseboard/test',
    },
    ...{ signal: AbortSignal.timeout(20_000), random: () => 0, mayNameFiles: true, readFile: () => '' },
    ...more,
  };
}

/** Objects by the name of their resource. */
export type ClusterObjects = Readonly<Record<string, readonly object[]>>;

/** Answers a request in another way; true if it did. */
export type Fault = (request: SeenRequest, url: URL, response: ServerResponse) => boolean;

/** A `Status`, as the API server sends it with an error; its message must never be shown. */
export function sendStatus(
  response: ServerResponse,
  code: number,
  headers: Readonly<Record<string, string>> = {},
): void {
  json(response, { kind: 'Status', code, message: 'User "system:secret" cannot do this' }, headers, code);
}

/** Serves lists in pages of `limit`, whose continue tokens are offsets. */
export function clusterApi(objects: ClusterObjects, fault: Fault = () => false): Handler {
  return (request, response) => {
    const url = new URL(request.url, 'http://cluster');
    if (fault(request, url, response)) return;
    const [, namespace, resource = ''] =
      /^\/apis?\/[a-z0-9/]+?\/(?:namespaces\/([^/]+)\/)?([a-z]+)$/.exec(url.pathname) ?? [];
    const all = (objects[resource] ?? []).filter((each) => {
      return namespace === undefined || JSON.stringify(each).includes(`"namespace":"${namespace}"`);
    });
    const from = Number(url.searchParams.get('continue') ?? 0);
    const to = from + Number(url.searchParams.get('limit'));
    json(response, {
      kind: 'List',
      metadata: { resourceVersion: '100', ...(to < all.length ? { continue: String(to) } : {}) },
      items: all.slice(from, to),
    });
  };
}

/** A cluster whose objects change while it is watched. */
export interface LiveCluster {
  readonly handler: Handler;
  /** Adds, replaces or removes an object, and tells all who watch. */
  change(type: 'ADDED' | 'MODIFIED' | 'DELETED', resource: string, object: WatchedObject): void;
  /** Tells all who watch how far they are. */
  bookmark(): void;
  /** Ends all watches, as the server does after a while. */
  endWatches(): void;
  /** Forgets old changes: a watch from before fails with 410, as the status or as an event. */
  compact(as: 'status' | 'event'): void;
  /** How many watches are open. */
  watches(): number;
}

interface WatchedObject {
  readonly metadata: { readonly uid: string };
}

/** Makes a cluster that can be listed and watched. */
export function createLiveCluster(objects: Readonly<Record<string, readonly WatchedObject[]>>): LiveCluster {
  const kept = new Map(Object.entries(objects).map(([name, all]) => [name, [...all]]));
  const log: { readonly version: number; readonly resource: string; readonly line: string }[] = [];
  const open = new Map<ServerResponse, string>();
  let version = 100;
  let oldest = 0;
  let compactedAs: 'status' | 'event' = 'status';
  const line = (type: string, object: object) => `${JSON.stringify({ type, object })}\n`;
  const stamped = (object: { readonly metadata?: object }) => ({
    ...object,
    metadata: { ...object.metadata, resourceVersion: String(version) },
  });

  return {
    watches: () => open.size,
    change(type, resource, object) {
      version += 1;
      const others = (kept.get(resource) ?? []).filter(
        ({ metadata }) => metadata.uid !== object.metadata.uid,
      );
      kept.set(resource, type === 'DELETED' ? others : [...others, object]);
      const event = { version, resource, line: line(type, stamped(object)) };
      log.push(event);
      for (const [response, watched] of open) if (watched === resource) response.write(event.line);
    },
    bookmark() {
      version += 1;
      for (const response of open.keys()) response.write(line('BOOKMARK', stamped({ metadata: {} })));
    },
    endWatches() {
      for (const response of open.keys()) response.end();
      open.clear();
    },
    compact(as) {
      oldest = version;
      compactedAs = as;
    },
    handler(request, response) {
      const url = new URL(request.url, 'http://cluster');
      const resource = url.pathname.split('/').at(-1) ?? '';
      if (!url.searchParams.has('watch')) {
        json(response, { metadata: { resourceVersion: String(version) }, items: kept.get(resource) ?? [] });
        return;
      }
      const from = Number(url.searchParams.get('resourceVersion'));
      if (from < oldest && compactedAs === 'status') {
        sendStatus(response, 410);
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      if (from < oldest) {
        response.end(line('ERROR', { kind: 'Status', code: 410 }));
        return;
      }
      for (const event of log) {
        if (event.resource === resource && event.version > from) response.write(event.line);
      }
      open.set(response, resource);
      response.on('close', () => open.delete(response));
    },
  };
}
