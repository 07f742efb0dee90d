import { describe, expect, it } from 'vitest';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import type { CascadeItemState } from '#lib/rebase/states.ts';
import { cascadeSentence, countWords } from './cascade-words.ts';

function cascade(...states: [wave: number, state: CascadeItemState][]): CascadeView {
  const counts: CascadeView['counts'] = {};
  for (const [, state] of states) counts[state] = (counts[state] ?? 0) + 1;
  return {
    id: '00000000-0000-4000-8000-000000000000',
    reference: 'docker.io/library/debian:12',
    state: 'planned',
    actor: 'operator',
    createdAt: '2026-01-01T00:00:00.000Z',
    finishedAt: null,
    counts,
    items: states.map(([wave, state], index) => ({
      reference: `r.example/app-${index}:1`,
      parent: null,
      wave,
      state,
      planId: null,
      rebaseId: null,
      fromDigest: null,
      toDigest: null,
      requests: null,
      refusal: null,
      error: null,
    })),
    pushRefusal: null,
  };
}

describe('a cascade in words', () => {
  it('counts how its images fare', () => {
    expect(countWords({ succeeded: 12, waiting: 3, refused: 1 })).toBe('12 done, 3 waiting and 1 refused');
    expect(countWords({})).toBe('');
  });

  it('says what will happen', () => {
    expect(cascadeSentence(cascade([0, 'planned'], [1, 'planned']))).toBe(
      '2 images on `debian:12` will be rebased in 2 waves, each on what was pushed before.',
    );
    expect(cascadeSentence(cascade([0, 'planned'], [0, 'refused']))).toContain(
      '1 image will not be: each says why.',
    );
    expect(cascadeSentence(cascade([0, 'no-op']))).toContain('nothing is to be rebased');
  });
});
