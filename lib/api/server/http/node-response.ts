import type { IncomingMessage, ServerResponse } from 'node:http';
import { ReadableStream } from 'node:stream/web';

/** Answers a request of Node's server with a handler of web requests. Its signal says that the client has left. */
export async function answerWith(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const left = new AbortController();
  incoming.once('error', (error) => left.abort(error));
  const response = await handle(webRequest(incoming, left.signal));
  outgoing.writeHead(response.status, [...response.headers].flat());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

function webRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const { host = 'localhost' } = incoming.headers;
  // A body that is not read to its end must not end the connection, or its answer would be lost.
  const body = ReadableStream.from(incoming.iterator({ destroyOnReturn: false }));
  const init = { method: incoming.method ?? 'GET', headers, body, signal, duplex: 'half' };
  return new Request(new URL(incoming.url ?? '/', `http://${host}`), init as RequestInit);
}
