import { expect, it } from 'vitest';
import { createCheckLimit } from './check-limit.ts';

const refused = { body: { status: 429, code: 'too-many-checks' } };

it('limits the concurrent checks of each account separately', async () => {
  const limit = createCheckLimit(() => new Date(0), { atOnce: 2, perMinute: 100 });
  const { promise, resolve } = Promise.withResolvers<string>();
  const looks = [limit.run('vera', () => promise), limit.run('vera', () => promise)];
  await expect(limit.run('vera', async () => 'third')).rejects.toMatchObject(refused);
  expect(await limit.run('ada', async () => 'other')).toBe('other');
  resolve('done');
  expect(await Promise.all(looks)).toEqual(['done', 'done']);
  expect(await limit.run('vera', async () => 'again')).toBe('again');
});

it('limits the checks that an account starts per minute, failed ones included', async () => {
  let now = 0;
  const limit = createCheckLimit(() => new Date(now), { atOnce: 5, perMinute: 3 });
  const look = () => limit.run('vera', () => Promise.reject(new Error('no registry')));
  for (let n = 0; n < 3; n++) await expect(look()).rejects.toThrow('no registry');
  now = 59_000;
  await expect(look()).rejects.toMatchObject({ body: { ...refused.body, retryAfter: 1 } });
  now = 60_000;
  await expect(look()).rejects.toThrow('no registry');
});
