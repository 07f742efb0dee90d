import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseRequest, readBody, readQuery } from './body.ts';
import { problemOf, RequestProblem } from './problem.ts';

const schema = z.object({ limit: z.coerce.number().optional(), items: z.array(z.int()).optional() });

function thrown(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('a part of a request', () => {
  it('is parsed by its schema', () => {
    expect(readQuery(new URL('http://b.test/?limit=5'), schema)).toEqual({ limit: 5 });
  });

  it.each([
    [{ limit: 'many' }, 'limit'],
    [{ items: [1, 'two'] }, 'items[1]'],
  ])('that does not fit is the client’s fault, and its field is named: %j', (value, field) => {
    const error = thrown(() => parseRequest(schema, value));
    expect(error).toBeInstanceOf(RequestProblem);
    expect(problemOf(error)).toMatchObject({ status: 400, code: 'invalid-request', field });
  });

  it.each([
    [z.object({ name: z.string() }), {}, 'name: is missing'],
    [z.object({ public: z.boolean() }), { public: 'yes' }, 'public: must be true or false'],
    [z.object({ limit: z.int().max(1000) }), { limit: 1001 }, 'limit: must be at most 1000'],
    [z.object({ limit: z.int().min(1) }), { limit: 0 }, 'limit: must be at least 1'],
    [z.object({ note: z.string().max(3) }), { note: 'long' }, 'note: must have at most 3 characters'],
    [z.object({ all: z.array(z.int()).max(1) }), { all: [1, 2] }, 'all: must have at most 1 items'],
    [z.object({ mode: z.enum(['merge', 'keep']) }), { mode: 'x' }, 'mode: must be one of merge, keep'],
    [z.strictObject({}), { extra: 1 }, 'The request: has the unknown field extra'],
    [z.object({ id: z.uuid() }), { id: 'x' }, 'id: is not a UUID'],
    [z.object({ tag: z.string().regex(/^a/, 'is not a tag') }), { tag: 'x' }, 'tag: is not a tag'],
    [
      z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
      { kind: 'c' },
      'kind: must be one of a, b',
    ],
    [z.object({}), [], 'The request: must be an object'],
  ])('that does not match the schema gets plain words: %#', (shape, value, detail) => {
    expect(problemOf(thrown(() => parseRequest<z.ZodType>(shape, value)))).toMatchObject({ detail });
  });

  it('that is nested without end is refused', async () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000);
    const headers = { 'content-type': 'application/json' };
    const request = new Request('http://b.test/', { method: 'POST', headers, body });
    const error = await readBody(request, z.array(z.unknown())).catch((cause: unknown) => cause);
    expect(problemOf(error)).toMatchObject({
      status: 400,
      detail: 'The body is nested deeper than 32 levels.',
    });
  });

  it('that is no object at all has no field', () => {
    const body = problemOf(thrown(() => parseRequest(schema, null)));
    expect(body).toMatchObject({ status: 400, detail: expect.stringMatching(/^The request: /) });
    expect(body).not.toHaveProperty('field');
  });
});

it('anything else that a schema refuses, such as a stored row, is not the client’s fault', () => {
  const error = thrown(() => schema.parse({ limit: 'many' }));
  expect(problemOf(error)).toMatchObject({ status: 500, code: 'internal' });
});

describe('a compressed body', () => {
  const sent = (bytes: BodyInit, encoding: string) =>
    new Request('http://b.test/', {
      ...{ method: 'POST', body: bytes },
      headers: { 'content-type': 'application/json', 'content-encoding': encoding },
    });
  const limits = { atMost: 1000, gunzipTo: 5000 };

  it('is read where a route allows it', async () => {
    const read = await readBody(sent(gzipSync('{"items":[1]}'), 'gzip'), schema, limits);
    expect(read).toEqual({ items: [1] });
  });

  it.each([
    ['gzip', gzipSync(`{"items":[${'1,'.repeat(10_000)}1]}`), limits, 413, 'at most 5000 bytes'],
    ['gzip', gzipSync('{}'), {}, 415, 'accepts no content-encoding'],
    ['br', gzipSync('{}'), limits, 415, 'content-encoding: gzip, or none'],
    ['gzip', Buffer.from('{}'), limits, 400, 'not valid gzip'],
  ])('%s is refused otherwise: %#', async (encoding, bytes, options, status, detail) => {
    const error = await readBody(sent(bytes, encoding), schema, options).catch((cause: unknown) => cause);
    expect(problemOf(error)).toMatchObject({ status, detail: expect.stringContaining(detail) });
  });
});
