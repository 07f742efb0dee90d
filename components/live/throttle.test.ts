import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Throttle } from './throttle.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('runs once for many calls, after the delay', () => {
  const throttle = new Throttle();
  const action = vi.fn();
  for (let call = 0; call < 5; call++) throttle.run('a', 100, action);
  vi.advanceTimersByTime(99);
  expect(action).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(1);
  throttle.run('a', 100, action);
  vi.advanceTimersByTime(100);
  expect(action).toHaveBeenCalledTimes(2);
});

it('keeps names apart, and runs at once without a delay', () => {
  const throttle = new Throttle();
  const [a, b, now] = [vi.fn(), vi.fn(), vi.fn()];
  throttle.run('a', 100, a);
  throttle.run('b', 100, b);
  throttle.run('a', 0, now);
  expect(now).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(100);
  expect([a, b].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});

it('drops what is waiting', () => {
  const throttle = new Throttle();
  const action = vi.fn();
  throttle.run('a', 100, action);
  throttle.cancel();
  vi.advanceTimersByTime(200);
  expect(action).not.toHaveBeenCalled();
});
