import { expect, test } from 'vitest';
import { createSlots } from './concurrency-slots.ts';

test('never more at once than the limit, each key on its own, first come first served', async () => {
  const slots = createSlots(2);
  let active = 0;
  let most = 0;
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const release = await slots.take('a', undefined);
      order.push(index);
      most = Math.max(most, ++active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      release();
      release();
    }),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('who gives up waiting takes no slot', async () => {
  const slots = createSlots(1);
  const release = await slots.take('a', undefined);
  const giveUp = new AbortController();
  const waiting = slots.take('a', giveUp.signal);
  const next = slots.take('a', undefined);
  giveUp.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  release();
  (await next)();
  (await slots.take('b', undefined))();
});
