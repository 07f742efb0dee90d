import { describe, expect, it } from 'vitest';
import {
  columnSort,
  entersTable,
  isSingleKey,
  rowAfterKey,
  selectsRow,
  TABLE_SHORTCUTS,
} from './table-keys.ts';

describe('the keys of the table', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['ArrowDown', 9, 9],
    ['j', 3, 4],
    ['k', 3, 2],
    ['ArrowUp', 3, 2],
    ['ArrowUp', 0, 0],
    ['Home', 7, 0],
    ['End', 3, 9],
    ['PageDown', 3, 7],
    ['PageDown', 8, 9],
    ['PageUp', 3, 0],
    ['Enter', 3, undefined],
    [' ', 3, undefined],
  ])('%s in row %i of ten leads to row %s', (key, row, next) => {
    expect(rowAfterKey(key, row, 10, 4)).toBe(next);
  });
});

it.each([
  [' ', true],
  ['x', true],
  ['X', true],
  ['j', false],
  ['Enter', false],
])('the key "%s" selects the row: %s', (key, expected) => {
  expect(selectsRow(key)).toBe(expected);
});

it('the list of shortcuts has every key of the table, and single characters can be switched off', () => {
  const listed = TABLE_SHORTCUTS.flatMap(([keys]) => keys);
  expect(listed).toEqual(expect.arrayContaining(['Page up', 'Page down', 'x', 'Shift x']));
  const characters = listed.filter((key) => key.length === 1 && isSingleKey(key));
  expect(characters).toEqual(['j', 'k', 'x']);
  expect(characters.filter(entersTable)).toEqual(['j', 'k']);
  expect(['Home', ' ', 'Enter', 'a'].filter(isSingleKey)).toEqual([]);
});

describe('a column', () => {
  it('sorts ascending first, then descending, then ascending again', () => {
    expect(columnSort('reference', 'status')).toEqual({ order: 'none', next: 'reference' });
    expect(columnSort('reference', 'reference')).toEqual({ order: 'ascending', next: '-reference' });
    expect(columnSort('reference', '-reference')).toEqual({ order: 'descending', next: 'reference' });
  });

  it('that the server cannot sort by has no next sort', () => {
    expect(columnSort('platforms', 'reference')).toEqual({ order: 'none', next: undefined });
  });
});
