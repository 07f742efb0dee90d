import { describe, expect, it } from 'vitest';
import type { CascadeItemView, CascadeView } from '#lib/api/contract/cascades.ts';
import { cascadeActions, finishedCount, wavesOf } from './cascade-state.ts';

const words = (state: CascadeView['state'], planned = 0, pushRefusal: string | null = null) =>
  cascadeActions({ state, counts: { planned }, pushRefusal }).map((button) => button.words);

describe('the buttons of a cascade', () => {
  it('start a plan that can be pushed', () => {
    expect(words('planned', 1)).toEqual(['Rebase 1 image']);
    expect(words('planned', 12)).toEqual(['Rebase 12 images']);
    expect(words('planned', 0)).toEqual([]);
    expect(words('planned', 12, 'Pushing is disabled.')).toEqual([]);
  });

  it('pause, resume and stop it', () => {
    expect(words('running')).toEqual(['Pause', 'Stop']);
    expect(words('paused')).toEqual(['Resume', 'Stop']);
  });

  it.each(['succeeded', 'failed', 'stopped'] as const)('are none once it is %s', (state) => {
    expect(words(state)).toEqual([]);
  });
});

it('an image is finished unless it is planned, waiting or running', () => {
  const items = Array.from({ length: 9 }, () => ({}) as CascadeItemView);
  expect(finishedCount({ items, counts: { planned: 1, waiting: 2, running: 1, failed: 1 } })).toBe(5);
  expect(finishedCount({ items, counts: {} })).toBe(9);
});

it('the images of a wave stand together, in the order of the waves', () => {
  const item = (reference: string, wave: number) => ({ reference, wave }) as CascadeItemView;
  const waves = wavesOf([item('c', 1), item('a', 0), item('d', 1), item('b', 0)]);
  expect(waves.map(([wave, items]) => [wave, items.map(({ reference }) => reference)])).toEqual([
    [0, ['a', 'b']],
    [1, ['c', 'd']],
  ]);
});
