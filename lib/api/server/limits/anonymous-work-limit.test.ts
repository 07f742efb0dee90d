import { expect, it } from 'vitest';
import { createAnonymousWork } from './anonymous-work-limit.ts';

const bounds = { atOnce: 1, waiting: 2, capacity: 10, sizeOf: (text: string) => text.length };

it('makes a result once and caches it until its input changes', async () => {
  const work = createAnonymousWork<string>(bounds);
  let made = 0;
  const ask = () => work.get('all', async () => `result ${++made}`);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill('result 1'));
  expect(await ask()).toBe('result 1');
  work.clear();
  expect(await ask()).toBe('result 2');
});

it('makes a few results at once, queues a few and rejects the rest with 503', async () => {
  const work = createAnonymousWork<string>(bounds);
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  const ask = (key: string) =>
    work.get(key, async () => {
      most = Math.max(most, ++running);
      await gate;
      running -= 1;
      return key;
    });
  const first = [ask('a'), ask('b'), ask('c')];
  await expect(ask('d')).rejects.toMatchObject({ body: { status: 503, retryAfter: 5 } });
  open();
  expect(await Promise.all(first)).toEqual(['a', 'b', 'c']);
  expect(most).toBe(1);
  expect(await ask('d')).toBe('d');
});

it('has a limited capacity and evicts the least recently used results', async () => {
  const work = createAnonymousWork<string>(bounds);
  let made = 0;
  const ask = (key: string, length = 4) => work.get(key, async () => String(++made).padEnd(length));
  for (const key of ['a', 'b', 'a', 'c', 'a']) await ask(key);
  expect(made).toBe(3);
  await ask('b');
  expect(made).toBe(4);
  await ask('huge', 11);
  await ask('huge', 11);
  expect(made).toBe(6);
});

it('returns a result of infinite size without caching it', async () => {
  const work = createAnonymousWork<string>({ ...bounds, sizeOf: () => Number.POSITIVE_INFINITY });
  let made = 0;
  const ask = () => work.get('all', async () => String(++made));
  expect(await ask()).toBe('1');
  expect(await ask()).toBe('2');
});

it('caches no result that was started before a change, and no failure', async () => {
  const work = createAnonymousWork<string>(bounds);
  const { promise, resolve } = Promise.withResolvers<string>();
  const early = work.get('all', () => promise);
  work.clear();
  const late = work.get('all', async () => 'new');
  resolve('old');
  expect(await early).toBe('old');
  expect(await late).toBe('new');
  expect(await work.get('all', async () => 'never')).toBe('new');
  await expect(work.get('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await work.get('x', async () => 'yes')).toBe('yes');
});

it('caches a result no longer than its maximum age', async () => {
  let now = 0;
  const work = createAnonymousWork<string>({ ...bounds, maxAge: { ms: 1000, clock: () => new Date(now) } });
  let made = 0;
  const ask = () => work.get('all', async () => String(++made));
  await ask();
  now = 1000;
  expect(await ask()).toBe('1');
  now = 1001;
  expect(await ask()).toBe('2');
});
