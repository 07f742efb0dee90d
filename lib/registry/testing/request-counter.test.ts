import { expect, test } from 'vitest';
import { createRequestCounter } from './request-counter.ts';

test('counts of requests, by any of their facts', () => {
  const counter = createRequestCounter();
  const head = {
    host: 'a',
    operation: 'resolve',
    kind: 'manifest',
    method: 'HEAD',
    status: 200,
    ms: 1,
  } as const;
  counter.observe(head);
  counter.observe(head);
  counter.observe({ ...head, host: 'b', status: undefined });
  counter.observe({ ...head, kind: 'token', method: 'GET' });
  expect(counter.count()).toBe(3);
  expect(counter.count({ host: 'a' })).toBe(2);
  expect(counter.count({ kind: 'token' })).toBe(1);
  expect(counter.count({ status: 200, method: 'HEAD' })).toBe(2);
  expect(counter.summary()).toEqual({ 'HEAD manifest': 3, 'GET token': 1 });
  counter.reset();
  expect(counter.summary()).toEqual({});
});
