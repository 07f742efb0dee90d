import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseRequest, readQuery } from './body.ts';
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
