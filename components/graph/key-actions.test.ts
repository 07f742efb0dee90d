import { expect, it, vi } from 'vitest';
import { type KeyAction, runKeyAction } from './key-actions.ts';

function calls(action: KeyAction, selected = ''): [string, ...unknown[]][] {
  const done: [string, ...unknown[]][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      void done.push([name, ...args]);
  runKeyAction(action, {
    actions: {
      select: note('select'),
      focusOn: note('focusOn'),
      expand: note('expand'),
      collapse: note('collapse'),
      moreBases: vi.fn(),
    },
    selected,
    moveTo: note('moveTo'),
    onClear: note('onClear'),
  });
  return done;
}

it('a move goes to a node; the selection follows if there is one', () => {
  expect(calls({ kind: 'move', id: 'b' })).toEqual([['moveTo', 'b']]);
  expect(calls({ kind: 'move', id: 'b' }, 'a')).toEqual([
    ['moveTo', 'b'],
    ['select', 'b'],
  ]);
});

it.each([
  ['select', 'select'],
  ['focus', 'focusOn'],
  ['expand', 'expand'],
  ['collapse', 'collapse'],
] as const)('%s applies to its node alone', (kind, called) => {
  expect(calls({ kind, id: 'a' }, 'b')).toEqual([[called, 'a']]);
});

it('siblings are expanded one by one, “clear” empties the selection, and “nothing” has no effect', () => {
  expect(calls({ kind: 'expand-siblings', ids: ['a', 'b'] })).toEqual([
    ['expand', 'a'],
    ['expand', 'b'],
  ]);
  expect(calls({ kind: 'clear' }, 'a')).toEqual([['onClear'], ['select', '']]);
  expect(calls({ kind: 'nothing' })).toEqual([]);
});
