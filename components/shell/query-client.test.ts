import { describe, expect, it } from 'vitest';
import { localProblem, ProblemError } from '#lib/api/client/request.ts';
import { createQueryClient, isTransient, loginAfter } from './query-client.ts';

const problem = (status: number) => new ProblemError(localProblem(status, 'unreachable', '', ''));
const PAGE = { pathname: '/images/1', search: '?tab=history' };

it.each([
  [0, true],
  [400, false],
  [401, false],
  [404, false],
  [422, false],
  [429, false],
  [500, false],
  [503, true],
  [504, true],
])('a problem %i may pass: %s', (status, transient) => expect(isTransient(problem(status))).toBe(transient));

it('a query is tried three times, if its failure may pass', () => {
  const retry = createQueryClient().getDefaultOptions().queries?.retry;
  if (typeof retry !== 'function') throw new Error('retry is a function');
  expect([0, 1, 2].map((failures) => retry(failures, problem(503)))).toEqual([true, true, false]);
  expect(retry(0, problem(404))).toBe(false);
  expect(retry(0, new Error('unexpected'))).toBe(true);
});

describe('the way to the login page', () => {
  it('leads back to the page', () => {
    expect(loginAfter(problem(401), PAGE)).toBe('/login?next=%2Fimages%2F1%3Ftab%3Dhistory&failure=ended');
  });

  it('is not taken for other errors, nor on the login page', () => {
    expect(loginAfter(problem(403), PAGE)).toBeUndefined();
    expect(loginAfter(new Error('unexpected'), PAGE)).toBeUndefined();
    expect(loginAfter(problem(401), { pathname: '/login', search: '' })).toBeUndefined();
  });
});
