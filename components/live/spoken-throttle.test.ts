import { expect, it } from 'vitest';
import { SPOKEN_EVERY_MS, SpokenThrottle } from './spoken-throttle.ts';

it('speaks at once, and then only the latest text every ten seconds', () => {
  const throttle = new SpokenThrottle();
  throttle.offer('scan', '');
  expect(throttle.dueIn(0)).toBeUndefined();
  for (let second = 0; second < 25; second += 1) {
    throttle.offer('scan', `Scanning ${second} of 30`);
    const spoken = throttle.take(second * 1000);
    expect(spoken).toBe(second % 10 === 0 ? `Scanning ${second} of 30.` : undefined);
  }
  expect(throttle.dueIn(24_000)).toBe(SPOKEN_EVERY_MS - 4000);
  expect(throttle.take(30_000)).toBe('Scanning 24 of 30.');
  expect(throttle.dueIn(30_000)).toBeUndefined();
});

it('does not speak what the page showed from the start, nor the same text twice', () => {
  const throttle = new SpokenThrottle();
  throttle.offer('connection', 'Connected');
  throttle.offer('connection', 'Connected');
  expect(throttle.take(0)).toBeUndefined();
  throttle.offer('connection', 'Not connected');
  expect(throttle.take(0)).toBe('Not connected.');
});

it('speaks several sources together, and nothing of one that is gone or silent again', () => {
  const throttle = new SpokenThrottle();
  for (const source of ['scan', 'cascade', 'gone', 'silent']) throttle.offer(source, '');
  throttle.offer('scan', 'Scanning 1 of 2');
  throttle.offer('cascade', 'Wave 2 of 3');
  throttle.offer('gone', 'Something');
  throttle.drop('gone');
  throttle.offer('silent', 'Something');
  throttle.offer('silent', '');
  expect(throttle.take(0)).toBe('Scanning 1 of 2. Wave 2 of 3.');
});
