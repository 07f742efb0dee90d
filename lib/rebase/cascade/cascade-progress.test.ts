import { describe, expect, it } from 'vitest';
import type { CascadeItemState } from '../states.ts';
import { cascadeProgress } from './cascade-progress.ts';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000);
const items = (...states: (readonly [CascadeItemState, number | null])[]) =>
  states.map(([state, finished]) => ({ state, finishedAt: finished === null ? null : at(finished) }));

const running = { state: 'running' as const, roundStartedAt: at(0), now: at(60) };

describe('the progress of a cascade', () => {
  it('has a rate and a remaining time once three images are done', () => {
    const three = items(
      ['succeeded', 10],
      ['failed', 20],
      ['conflict', 30],
      ['running', null],
      ['waiting', null],
    );
    expect(cascadeProgress({ ...running, items: three })).toEqual({
      ...{ total: 5, done: 3, failed: 2 },
      ...{ perMinute: 3, remainingSeconds: 40 },
    });
  });

  it.each([
    ['two are done', running, items(['succeeded', 10], ['succeeded', 20], ['waiting', null])],
    [
      'the others were done before it was resumed',
      { ...running, roundStartedAt: at(40) },
      items(['succeeded', 10], ['succeeded', 20], ['succeeded', 50], ['waiting', null]),
    ],
    [
      'it is paused',
      { ...running, state: 'paused' as const },
      items(['succeeded', 1], ['succeeded', 2], ['succeeded', 3], ['waiting', null]),
    ],
    [
      'the clock was set back',
      { ...running, now: at(-5) },
      items(['succeeded', 1], ['succeeded', 2], ['succeeded', 3], ['waiting', null]),
    ],
  ])('has none while %s', (_, question, all) => {
    expect(cascadeProgress({ ...question, items: all })).toMatchObject({
      perMinute: null,
      remainingSeconds: null,
      total: all.length,
    });
  });
});
