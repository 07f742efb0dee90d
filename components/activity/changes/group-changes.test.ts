import { describe, expect, it } from 'vitest';
import type { ChangePageView, ChangeView } from '#lib/api/contract/images/history.ts';
import { becameWords, groupChanges, totalWords } from './group-changes.ts';

const at = '2026-01-01T00:00:00.000Z';
const imageId = '00000000-0000-4000-8000-000000000000';
const became = (baseName: string | null, status: 'stale' | 'up-to-date', images: number) => ({
  ...{ baseName, status, images },
});
const status = (reference: string, baseName: string | null): ChangeView => ({
  ...{ kind: 'status', at, imageId, reference, baseName },
  ...{ status: 'stale', previousStatus: 'up-to-date', summary: '' },
});
const move = (reference: string): ChangeView => ({
  ...{ kind: 'base', at, reference, fromDigest: null, toDigest: null, images: 3 },
});
const totals = (more: Partial<ChangePageView['totals']> = {}): ChangePageView['totals'] => ({
  ...{ digests: 0, bases: 0, tracked: 0, forgotten: 0, became: [] },
  ...more,
});

describe('changes by base', () => {
  it('put a base’s moves beside what became of the images on it, the most first', () => {
    const items = [status('a', 'os'), move('os'), status('b', 'runtime'), move('quiet')];
    const { groups } = groupChanges(
      items,
      totals({ became: [became('runtime', 'stale', 9), became('os', 'stale', 1)] }),
    );
    expect(groups.map(({ base, moves, changes }) => [base, moves.length, changes.length])).toEqual([
      ['runtime', 0, 1],
      ['os', 1, 1],
      ['quiet', 1, 0],
    ]);
  });

  it('keep apart what images did by themselves', () => {
    const tag: ChangeView = { kind: 'digest', at, imageId, reference: 'a', fromDigest: null, toDigest: null };
    const came: ChangeView = { kind: 'tracked', at, imageId, reference: 'b' };
    const grouped = groupChanges([tag, came, status('c', null)], totals());
    expect(grouped.digests).toEqual([tag]);
    expect(grouped.trackedAndUntracked).toEqual([came]);
    expect(grouped.groups.map(({ base }) => base)).toEqual([null]);
  });
});

describe('changes in words', () => {
  it.each([
    [totals(), 'Nothing changed.'],
    [totals({ tracked: 1200 }), '1,200 tracked.'],
    [totals({ bases: 1, digests: 3 }), '1 base and 3 tags moved.'],
    [
      totals({
        bases: 2,
        forgotten: 1,
        became: [became('os', 'stale', 2), became('b', 'stale', 7), became('b', 'up-to-date', 1)],
      }),
      '9 went stale, 1 became up to date; 2 bases moved; 1 untracked.',
    ],
  ])('%#', (given, words) => expect(totalWords(given)).toBe(words));

  it('of one base', () => {
    expect(becameWords([{ status: 'stale-by-ancestor', images: 2 }])).toBe('2 went stale below');
    expect(becameWords([])).toBe('');
  });
});
