import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '#lib/oci/image-config.ts';
import { rebaseHistory } from './history.ts';

const made = (by: string) => ({ created_by: by });
const empty = (by: string) => ({ created_by: by, empty_layer: true });
const words = (history: readonly HistoryEntry[]) =>
  history.map(({ created_by, comment }) => created_by ?? (comment ? '(lost)' : '?'));

const counts = { baseLayers: 1, newBaseLayers: 1, keptLayers: 1 };

describe('history', () => {
  it.each([
    ['no history anywhere', [], [], [], [], false],
    ['both sides whole', [made('old'), made('app')], [made('old')], [made('new')], ['new', 'app'], false],
    ['app history only', [made('app')], [], [made('new')], ['new', 'app'], false],
    ['base history only', [made('old')], [made('old')], [made('new')], ['new', '(lost)'], true],
    [
      'old base without history, original back-filled',
      [made('?old'), made('app')],
      [],
      [made('new')],
      ['new', 'app'],
      false,
    ],
    ['new base without history', [made('old'), made('app')], [made('old')], [], ['(lost)', 'app'], true],
    ['original without history', [], [made('old')], [made('new')], ['new', '(lost)'], true],
    [
      'empty entries at both ends of the seam',
      [empty('ARG'), made('old'), empty('CMD sh'), empty('ENV app'), made('app'), empty('CMD app')],
      [empty('ARG'), made('old'), empty('CMD sh')],
      [made('new'), empty('CMD bash')],
      ['new', 'CMD bash', 'ENV app', 'app', 'CMD app'],
      false,
    ],
    [
      'empty entries of the app that only look like the base’s tail',
      [made('old'), empty('CMD other'), made('app')],
      [made('old'), empty('CMD sh')],
      [made('new')],
      ['new', 'CMD other', 'app'],
      false,
    ],
    [
      'history claiming more layers than exist',
      [made('old'), made('x'), made('app')],
      [made('old')],
      [made('new')],
      ['new', '(lost)'],
      true,
    ],
    [
      'new base’s history claiming more than it has',
      [made('old'), made('app')],
      [made('old')],
      [made('a'), made('b')],
      ['(lost)', 'app'],
      true,
    ],
  ])('%s', (_, original, oldBase, newBase, expected, rebuilt) => {
    const answer = rebaseHistory({ original, oldBase, newBase, ...counts });
    expect(words(answer.history)).toEqual(expected);
    expect(answer.rebuilt).toBe(rebuilt);
  });

  it('missing created', () => {
    const answer = rebaseHistory({ original: [{}, {}], oldBase: [{}], newBase: [{}], ...counts });
    expect(answer).toEqual({ history: [{}, {}], rebuilt: false });
  });

  it('an image without layers of its own keeps what it set', () => {
    const original = [made('old'), empty('CMD sh'), empty('ENV X')];
    const answer = rebaseHistory({
      original,
      oldBase: [made('old'), empty('CMD sh')],
      newBase: [made('new')],
      ...counts,
      keptLayers: 0,
    });
    expect(words(answer.history)).toEqual(['new', 'ENV X']);
  });

  it('empty entries without a command differ by their comments', () => {
    const commented = (comment: string) => ({ comment, empty_layer: true });
    const { history } = rebaseHistory({
      original: [made('old'), commented('the base’s'), commented('mine'), made('app')],
      oldBase: [made('old'), commented('the base’s'), commented('the base’s too')],
      newBase: [made('new')],
      ...counts,
    });
    expect(history).toEqual([made('new'), commented('mine'), made('app')]);
  });
});
