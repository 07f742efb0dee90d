import { beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { operator } from '#lib/fleet/access/callers.ts';
import { RegistryError } from '#lib/registry/errors.ts';
import { provideApplication } from '../application/running-application.ts';
import { readBody, readQuery } from '../http/body.ts';
import { eventStream } from '../http/event-stream.ts';
import { json, route } from './route.ts';

const errors: unknown[] = [];

beforeEach(() => {
  errors.length = 0;
  provideApplication({
    accessPolicy: { open: true, host: '127.0.0.1', operator },
    log: { error: (facts: unknown) => errors.push(facts) },
  } as never);
});

const request = (init: RequestInit & { path?: string } = {}) =>
  new Request(`http://127.0.0.1:3000${init.path ?? '/api/v1/x'}`, {
    ...init,
    headers: { host: '127.0.0.1:3000', ...init.headers },
  });

const call = (handler: () => unknown, sent = request()) =>
  route(async () => json(await handler()))(sent, { params: Promise.resolve({}) });

function failing(error: unknown) {
  return call(() => {
    throw error;
  });
}

describe('route', () => {
  it('answers with the request id and forbids caching', async () => {
    const response = await call(() => ({ a: 1 }));
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('vary')).toBe('Cookie, Authorization');
    expect(await response.json()).toEqual({ a: 1 });
  });

  it('hides the message of an unknown error, and logs it with the same id', async () => {
    const error = new Error('password=hunter2');
    const response = await failing(error);
    const body = await response.json();
    expect(response.status).toBe(500);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(errors).toEqual([expect.objectContaining({ err: error, requestId: body.requestId })]);
  });

  const registryError = (kind: RegistryError['kind']) =>
    new RegistryError({
      kind,
      host: 'r.example',
      operation: 'resolve',
      reference: 'r.example/app:1',
      code: 'SOME_CODE',
      problem: 'it answered oddly',
    });
  it.each([
    ['not-found', 404],
    ['not-visible', 502],
    ['rate-limited', 429],
    ['unreachable', 502],
    ['timeout', 504],
    ['forbidden-address', 502],
    ['invalid-response', 502],
  ] as const)(
    'a registry error of kind %s answers %i and names registry and operation',
    async (kind, status) => {
      const response = await failing(registryError(kind));
      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({
        registry: { host: 'r.example', operation: 'resolve', code: 'SOME_CODE' },
        detail: expect.stringContaining('r.example/app:1'),
      });
    },
  );

  it('logs no error for a caller who left, unless something else failed', async () => {
    const gone = new AbortController();
    const left = () => {
      gone.abort(new Error('the response was aborted'));
      return gone.signal.reason;
    };
    const wrapped = () => {
      throw new Error('reading failed', { cause: left() });
    };
    const response = await call(wrapped, request({ signal: gone.signal }));
    expect(response.status).toBe(499);
    expect(errors).toEqual([]);
    const other = () => {
      throw new Error('a bug');
    };
    expect((await call(other, request({ signal: gone.signal }))).status).toBe(500);
    expect(errors).toHaveLength(1);
  });

  it('checks access before anything else', async () => {
    const handler = vi.fn();
    const response = await call(handler, request({ headers: { host: 'rebound.example' } }));
    expect(response.status).toBe(421);
    expect(handler).not.toHaveBeenCalled();
  });
});

describe('readBody', () => {
  const schema = z.strictObject({ references: z.array(z.string()) });
  const read = (body: string | null, type = 'application/json') =>
    call(() => readBody(request({ method: 'POST', body, headers: { 'content-type': type } }), schema));

  it.each([
    ['{', 'application/json', 400, 'malformed-json', undefined],
    ['{"references":["a",1]}', 'application/json', 400, 'invalid-request', 'references[1]'],
    ['{"references":[],"x":1}', 'application/json', 400, 'invalid-request', undefined],
    ['references=a', 'application/x-www-form-urlencoded', 415, 'not-json', undefined],
    ['{"references":[]}', 'text/plain', 415, 'not-json', undefined],
  ])('%s as %s answers %i %s', async (body, type, status, code, field) => {
    const response = await read(body, type);
    const answer = await response.json();
    expect(response.status).toBe(status);
    expect(answer.code).toBe(code);
    expect(answer.field).toBe(field);
  });

  it('stops reading a body that is too large for its route', async () => {
    expect((await read(`"${'x'.repeat(1024 * 1024)}"`)).status).toBe(413);
    let pulled = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(1024));
      },
    });
    const endless = request({
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit);
    const response = await call(() => readBody(endless, schema, { atMost: 4096 }));
    expect(response.status).toBe(413);
    expect(pulled).toBeLessThan(8);
  });

  it.each([
    ['{"references":["a","b\\u0000"]}', 'references[1]'],
    ['{"references":["\\ud800"]}', 'references[0]'],
  ])('rejects text that cannot be stored: %s', async (body, field) => {
    expect(await (await read(body)).json()).toMatchObject({ status: 400, code: 'invalid-request', field });
  });

  it('accepts a charset', async () => {
    const response = await read('{"references":["a"]}', 'application/json; charset=utf-8');
    expect(await response.json()).toEqual({ references: ['a'] });
  });
});

it('rejects a repeated query parameter', async () => {
  const url = new URL('http://x/?limit=1&limit=2');
  const response = await call(() => readQuery(url, z.object({ limit: z.string() })));
  expect(await response.json()).toMatchObject({ status: 400, field: 'limit' });
});

it('rejects a query parameter with a NUL', async () => {
  const response = await call(() => readQuery(new URL('http://x/?a=%00'), z.object({ a: z.string() })));
  expect(await response.json()).toMatchObject({ status: 400, field: 'a' });
});

it('answers 503 if a query times out, and says what to do', async () => {
  const error = Object.assign(new Error('Failed query'), {
    name: 'DrizzleQueryError',
    cause: { code: '57014' },
  });
  const response = await failing(error);
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'database-timeout' });
  expect((await failing(Object.assign(error, { cause: { code: '22021' } }))).status).toBe(500);
});

describe('eventStream', () => {
  it('sends events by name, and unsubscribes when the reader disconnects', async () => {
    const unsubscribe = vi.fn();
    let emit: Parameters<Parameters<typeof eventStream>[0]['subscribe']>[0] = () => {};
    const source = {
      subscribe(listener: typeof emit) {
        emit = listener;
        return unsubscribe;
      },
    };
    const reader = eventStream(source, new AbortController().signal, async () => true).body?.getReader();
    if (!reader) throw new Error('expected a body');
    await reader.read();
    emit({ type: 'rebase', id: '1', state: 'queued' });
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe('event: rebase\ndata: {"id":"1","state":"queued"}\n\n');
    await reader.cancel();
    expect(unsubscribe).toHaveBeenCalledOnce();
  });

  it('ends within a minute if the reader loses access', async () => {
    vi.useFakeTimers();
    try {
      const unsubscribe = vi.fn();
      let admitted = true;
      const source = { subscribe: () => unsubscribe };
      const reader = eventStream(
        source,
        new AbortController().signal,
        async () => admitted,
      ).body?.getReader();
      await reader?.read();
      await vi.advanceTimersByTimeAsync(60_000);
      expect(unsubscribe).not.toHaveBeenCalled();
      admitted = false;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(unsubscribe).toHaveBeenCalledOnce();
      let end = await reader?.read();
      while (end?.done === false) end = await reader?.read();
      expect(end?.done).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('ends a stream if its reader does not read', async () => {
    const unsubscribe = vi.fn();
    const source = {
      subscribe(listener: (event: never) => void) {
        for (let n = 0; n < 3000; n++) listener({ type: 'rebase', id: String(n), state: 'queued' } as never);
        return unsubscribe;
      },
    };
    const body = eventStream(source, new AbortController().signal, async () => true).body;
    let received = 0;
    for await (const _ of body as unknown as AsyncIterable<Uint8Array>) received += 1;
    expect(received).toBeLessThan(1100);
    expect(unsubscribe).toHaveBeenCalledOnce();
  });
});
