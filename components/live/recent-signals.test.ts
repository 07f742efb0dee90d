import { expect, it } from 'vitest';
import { RecentSignals } from './recent-signals.ts';

it('data that came with a page are doubtful for half a minute after a signal about them', () => {
  const signals = new RecentSignals();
  const image = ['images', 'one', 'id'];
  expect(signals.concern(image, 0)).toBe(false);
  signals.note([['images'], ['fleet']], 1000);
  expect(signals.concern(image, 30_999)).toBe(true);
  expect(signals.concern(['fleet'], 30_999)).toBe(true);
  expect(signals.concern(['fleets'], 30_999)).toBe(false);
  expect(signals.concern([], 30_999)).toBe(false);
  expect(signals.concern(image, 31_000)).toBe(false);
  signals.note([['images']], 31_000);
  expect(signals.concern(image, 31_000)).toBe(true);
});
