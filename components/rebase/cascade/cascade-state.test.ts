import { describe, expect, it } from 'vitest';
import type { CascadeItemView, CascadeView } from '#lib/api/contract/cascades.ts';
import { CASCADE_ITEM_STATE, type CascadeItemState } from '#lib/rebase/states.ts';
import { canStart, cascadeActions, isEdited, pausedAfter, sectionsOf, startWords } from './cascade-state.ts';

const words = (state: CascadeView['state']) => cascadeActions({ state }).map((button) => button.words);
const item = (reference: string, state: CascadeItemState, wave = 0) =>
  ({ reference, state, wave }) as CascadeItemView;

describe('the buttons of a cascade', () => {
  it('start a plan that can be pushed', () => {
    const start = (planned: number, pushRefusal: string | null = null) =>
      canStart({ state: 'planned', counts: { planned }, pushRefusal });
    expect([start(1), start(0), start(12, 'Pushing is disabled.')]).toEqual([true, false, false]);
    expect(canStart({ state: 'running', counts: { planned: 1 }, pushRefusal: null })).toBe(false);
  });

  it.each([
    ['rebase', 1, false, 'Rebase 1 image'],
    ['rebase', 12, false, 'Rebase 12 images'],
    ['rebase', 12, true, 'Rebase 1 image first'],
    ['rollback', 4, false, 'Move 4 tags back'],
    ['rollback', 4, true, 'Move 1 tag back first'],
  ] as const)('name what a %s of %s does, first one: %s', (kind, planned, first, expected) => {
    expect(startWords({ kind, counts: { planned } }, first)).toBe(expected);
  });

  it('pause, resume and stop it', () => {
    expect(words('running')).toEqual(['Pause', 'Stop']);
    expect(words('paused')).toEqual(['Resume', 'Stop']);
  });

  it.each(['planned', 'succeeded', 'failed', 'stopped'] as const)('are none while it is %s', (state) => {
    expect(words(state)).toEqual([]);
  });
});

describe('the images of a cascade', () => {
  const titles = ({ sections }: ReturnType<typeof sectionsOf>) =>
    sections.map(({ title, items }) => [title, items.map(({ reference }) => reference)]);

  it('stand by wave in a plan, without those that have nothing to do', () => {
    const items = [
      item('c', 'planned', 1),
      item('a', 'planned'),
      item('n', 'no-op'),
      item('d', 'skipped', 1),
      item('b', 'refused'),
    ];
    const found = sectionsOf({ state: 'planned', items });
    expect(titles(found)).toEqual([
      ['Wave 1', ['a', 'b']],
      ['Wave 2', ['c', 'd']],
    ]);
    expect(found.noOps.map(({ reference }) => reference)).toEqual(['n']);
  });

  it('stand by state once it has started, failures first, each exactly once', () => {
    const items = CASCADE_ITEM_STATE.map((state) => item(state, state));
    const found = sectionsOf({ state: 'running', items });
    expect(titles(found)[0]).toEqual(['Needs attention', ['refused', 'failed', 'conflict']]);
    const all = [...found.sections.flatMap((section) => section.items), ...found.noOps];
    expect(all.map(({ reference }) => reference).toSorted()).toEqual([...CASCADE_ITEM_STATE].toSorted());
  });
});

it('a cascade that pauses after its first image names it, and only then', () => {
  const cascade = { state: 'paused', canary: 'a', items: [item('a', 'failed'), item('b', 'waiting')] };
  expect(pausedAfter(cascade as CascadeView)?.reference).toBe('a');
  expect(pausedAfter({ ...cascade, canary: 'b' } as CascadeView)).toBeUndefined();
  expect(pausedAfter({ ...cascade, state: 'running' } as CascadeView)).toBeUndefined();
});

it('a plan is edited while other images are ticked than it leaves out', () => {
  const edited = (chosen: string[], excluded: string[]) => isEdited({ chosen: new Set(chosen), excluded });
  expect([edited(['a'], ['a']), edited([], []), edited(['a'], []), edited(['a'], ['b'])]).toEqual([
    ...[false, false, true, true],
  ]);
});
