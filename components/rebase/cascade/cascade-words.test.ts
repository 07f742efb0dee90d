import { describe, expect, it } from 'vitest';
import type { CascadeView } from '#lib/api/contract/cascades.ts';
import type { CascadeItemState } from '#lib/rebase/states.ts';
import { cascadeSentence, cascadeTitle, countWords, progressWords, spokenCascade } from './cascade-words.ts';

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
      ...{ warnings: [], canRunFirst: false, rolledBack: false, finishedAt: null },
    })),
    ...{ kind: 'rebase', to: null, reason: null, canary: null, undoes: null, undoneBy: null },
    progress: { total: 0, done: 0, failed: 0, perMinute: null, remainingSeconds: null },
    ...{ canRollBack: false, pushRefusal: null },
  };
}

describe('a cascade in words', () => {
  it('counts its images by state', () => {
    expect(countWords({ succeeded: 12, waiting: 3, refused: 1 })).toBe('12 done, 3 waiting and 1 refused');
    expect(countWords({})).toBe('');
  });

  it('says what will happen', () => {
    expect(cascadeSentence(cascade([0, 'planned'], [1, 'planned']))).toBe(
      '2 images on `debian:12` will be rebased in 2 waves, each on the images pushed before.',
    );
    expect(cascadeSentence(cascade([0, 'planned'], [0, 'refused']))).toContain(
      '1 image is left out; its row says why.',
    );
    expect(cascadeSentence(cascade([0, 'no-op']))).toBe(
      'No image based on `debian:12` will be rebased. 1 image is up to date already.',
    );
  });

  it('tells screen readers the progress, without times that change constantly', () => {
    const progress = { total: 40, done: 12, failed: 2, perMinute: 6.5, remainingSeconds: 240 };
    expect(spokenCascade({ state: 'running', progress }, 'Running')).toBe(
      'Cascade running: 12 of 40 done, 2 failed',
    );
    expect(spokenCascade({ state: 'planned', progress }, 'Planned')).toBe('');
  });

  it('says what an undo will do', () => {
    const undo = { ...cascade([0, 'planned'], [1, 'skipped'], [1, 'no-op']), kind: 'rollback' as const };
    expect(cascadeSentence(undo)).toBe(
      '1 tag moves back to what the cascade from `debian:12` found, images before their bases. 1 image is back already. 1 image is left out; its row says why.',
    );
    expect(countWords({ 'no-op': 2 }, 'rollback')).toBe('2 already back');
  });

  it('has a title for each kind', () => {
    const base = { kind: 'rebase' as const, reference: 'a:1', to: null };
    expect(cascadeTitle(base).words).toBe('Rebase dependents of');
    expect(cascadeTitle({ ...base, to: 'b:1' })).toEqual({
      words: 'Rebase the chain from',
      names: ['a:1', 'b:1'],
    });
    expect(cascadeTitle({ ...base, kind: 'rollback' }).words).toBe('Undo the cascade from');
  });

  it('says how far it is, and the time left only when it is known', () => {
    const progress = { total: 40, done: 12, failed: 0, perMinute: null, remainingSeconds: null };
    expect(progressWords(progress)).toBe('12 of 40 done');
    expect(progressWords({ ...progress, failed: 2, perMinute: 6.5, remainingSeconds: 250 })).toBe(
      '12 of 40 done, 2 failed · 6.5 per minute · about 4 min left',
    );
  });
});
