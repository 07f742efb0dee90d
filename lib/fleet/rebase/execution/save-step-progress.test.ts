import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchSteps } from './save-step-progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('steps that follow each other are written down together, a little later', async () => {
  const write = vi.fn(async () => {});
  const watch = watchSteps(write);
  for (const _ of ['mount', 'config', 'manifest']) await watch.changed(false);
  expect(write).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1000);
  expect(write).toHaveBeenCalledTimes(1);
  await watch.changed(false);
  await vi.advanceTimersByTimeAsync(1000);
  expect(write).toHaveBeenCalledTimes(2);
});

it('one that must be written down first is, with what waited', async () => {
  const order: string[] = [];
  const watch = watchSteps(async () => {
    await Promise.resolve();
    order.push('written');
  });
  await watch.changed(false);
  await watch.changed(true);
  order.push('taken');
  await vi.advanceTimersByTimeAsync(1000);
  expect(order).toEqual(['written', 'taken']);
});

it('a write that fails ends the step that waits for it, and no other', async () => {
  const watch = watchSteps(() => Promise.reject(new Error('no database')));
  await watch.changed(false);
  await vi.advanceTimersByTimeAsync(1000);
  await expect(watch.changed(true)).rejects.toThrow('no database');
});

it('nothing is written after the end', async () => {
  const write = vi.fn(async () => {});
  const watch = watchSteps(write);
  await watch.changed(false);
  watch.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(write).not.toHaveBeenCalled();
});
