import { expect, it } from 'vitest';
import { withinComparisonLimit } from './comparison-limit.ts';

it('refuses comparisons beyond four at once, and frees a place when one ends, however it ends', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const running = Array.from({ length: 4 }, () => withinComparisonLimit(() => promise));
  await expect(withinComparisonLimit(async () => 'more')).rejects.toMatchObject({
    body: { code: 'too-many-comparisons', status: 429 },
  });
  resolve('done');
  await Promise.all(running);
  await expect(withinComparisonLimit(() => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await withinComparisonLimit(async () => 'next')).toBe('next');
});
