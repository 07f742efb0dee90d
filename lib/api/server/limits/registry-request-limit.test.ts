import { expect, it } from 'vitest';
import { createLookLimit } from './registry-request-limit.ts';

const refused = { body: { status: 429, code: 'too-many-checks' } };

it('bounds what one account has under way, and leaves others alone', async () => {
  const limit = createLookLimit(() => new Date(0), { atOnce: 2, perMinute: 100 });
  const { promise, resolve } = Promise.withResolvers<string>();
  const looks = [limit.run('vera', () => promise), limit.run('vera', () => promise)];
  await expect(limit.run('vera', async () => 'third')).rejects.toMatchObject(refused);
  expect(await limit.run('ada', async () => 'other')).toBe('other');
  resolve('done');
  expect(await Promise.all(looks)).toEqual(['done', 'done']);
  expect(await limit.run('vera', async () => 'again')).toBe('again');
});

it('bounds what one account starts in a minute, failures included', async () => {
  let now = 0;
  const limit = createLookLimit(() => new Date(now), { atOnce: 5, perMinute: 3 });
  const look = () => limit.run('vera', () => Promise.reject(new Error('no registry')));
  for (let n = 0; n < 3; n++) await expect(look()).rejects.toThrow('no registry');
  now = 59_000;
  await expect(look()).rejects.toMatchObject({ body: { ...refused.body, retryAfter: 1 } });
  now = 60_000;
  await expect(look()).rejects.toThrow('no registry');
});
