import { expect, it } from 'vitest';
import { localProblem, ProblemError } from '#lib/api/client/request.ts';
import { filterProblem } from './filter-problem.ts';

const error = (status: number, field?: string) =>
  new ProblemError({
    ...localProblem(status, 'unexpected-answer', '', ''),
    ...(field === undefined ? {} : { field }),
  });

it.each([
  [error(400, 'filter'), true],
  [error(400), true],
  [error(400, 'at'), false],
  [error(404, 'filter'), false],
  [error(503), false],
  [new Error('unexpected'), false],
  [null, false],
])('%s is about the filter: %s', (thrown, isFilter) => {
  expect(filterProblem(thrown) !== undefined).toBe(isFilter);
});
