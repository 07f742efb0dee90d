import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { ReadableStream } from 'node:stream/web';
import { afterEach, expect, it } from 'vitest';
import { answerWith } from './node-response.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Serves a handler; returns its port. */
async function serve(handle: (request: Request) => Promise<Response>): Promise<number> {
  const server = createServer((request, response) => void answerWith(handle, request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

it('hands over the method, the path, the headers and the bytes, and hands back the answer', async () => {
  const port = await serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    const body = Buffer.from(await request.arrayBuffer()).toString('hex');
    const answer = {
      method: request.method,
      path: pathname + search,
      sent: request.headers.get('x-sent'),
      body,
    };
    return Response.json(answer, { status: 202, headers: { 'x-answered': 'yes' } });
  });
  const bytes = Uint8Array.of(0, 255, 128);
  const init = { method: 'POST', body: bytes, headers: { 'x-sent': 'a' } };
  const response = await fetch(`http://127.0.0.1:${port}/hooks/x?y=1`, init);
  expect([response.status, response.headers.get('x-answered')]).toEqual([202, 'yes']);
  expect(await response.json()).toEqual({ method: 'POST', path: '/hooks/x?y=1', sent: 'a', body: '00ff80' });
});

it('answers although the body is not read to its end', async () => {
  const port = await serve(async (request) => {
    for await (const _ of request.body ?? []) break;
    return new Response(null, { status: 413 });
  });
  const endless = ReadableStream.from(
    (async function* () {
      for (let chunk = 0; chunk < 64; chunk += 1) yield new Uint8Array(64 * 1024);
    })(),
  );
  const init = { method: 'POST', body: endless, duplex: 'half' } as unknown as RequestInit;
  expect((await fetch(`http://127.0.0.1:${port}/`, init)).status).toBe(413);
});

it('a client that leaves aborts the signal with what reading the body fails with', async () => {
  const began = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<readonly unknown[]>();
  const port = await serve(async (request) => {
    began.resolve();
    const error: unknown = await request.text().catch((reason: unknown) => reason);
    heard.resolve([request.signal.aborted, error === request.signal.reason]);
    return new Response();
  });
  const socket = connect(port, '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc');
  await began.promise;
  socket.destroy();
  expect(await heard.promise).toEqual([true, true]);
});
