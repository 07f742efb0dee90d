import { expect, it } from 'vitest';
import { withinPlanLimit } from './plan-limit.ts';

it('computes a few plans at once and rejects the others with 429', async () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const plans = Array.from({ length: 20 }, () => withinPlanLimit(() => promise));
  resolve('a plan');
  const ended = await Promise.allSettled(plans);
  const made = ended.filter(({ status }) => status === 'fulfilled');
  const refused = ended.flatMap((each) => (each.status === 'rejected' ? [each.reason.body] : []));
  expect(made).toHaveLength(8);
  expect(refused).toHaveLength(12);
  expect(refused[0]).toMatchObject({ status: 429, code: 'too-many-plans', retryAfter: 5 });
});

it('a failed plan allows the next one', async () => {
  for (let n = 0; n < 20; n += 1)
    await expect(withinPlanLimit(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(await withinPlanLimit(async () => 'a plan')).toBe('a plan');
});
