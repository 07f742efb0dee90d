import { expect, it } from 'vitest';
import { createPromiseCache } from './promise-cache.ts';

const LONG = { ms: 60_000, max: 2 };

it('loads once for callers at the same time and later', async () => {
  const cache = createPromiseCache<number>(LONG);
  let loads = 0;
  const get = () => cache.get('a', async () => ++loads);
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(await get()).toBe(1);
});

it('does not keep a load that failed', async () => {
  const cache = createPromiseCache<string>(LONG);
  const fail = () => Promise.reject(new Error('no answer'));
  await expect(cache.get('a', fail)).rejects.toThrow('no answer');
  expect(await cache.get('a', async () => 'answer')).toBe('answer');
});

it('loads again once the time is over, and keeps the keys used last', async () => {
  let loads = 0;
  const load = async () => ++loads;
  const short = createPromiseCache<number>({ ms: 1, max: 2 });
  await short.get('a', load);
  const start = performance.now();
  while (performance.now() - start < 5);
  await short.get('a', load);
  expect(loads).toBe(2);
  const few = createPromiseCache<number>(LONG);
  for (const key of ['a', 'b', 'a', 'c', 'a']) await few.get(key, load);
  expect(loads).toBe(5);
  await few.get('b', load);
  expect(loads).toBe(6);
});
