// The API of a cluster in tests: lists of objects in pages, with faults.
import type { ServerResponse } from 'node:http';
import type { Handler, SeenRequest } from '#lib/registry/testing/test-server.ts';
import { json } from '../testing.ts';

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
