import { describe, expect, it } from 'vitest';
import { firstChoice, type Rankable, rankCommands, rowAfterKey } from './rank-commands.ts';

const COMMANDS: readonly Rankable[] = [
  { id: 'track', words: 'docker.io/library/scan:latest', isTracking: true },
  { id: 'scan', words: 'Scan this image', also: 'check again' },
  { id: 'fleet', words: 'Fleet' },
  { id: 'all', words: 'Scan the whole fleet' },
  { id: 'found', words: 'q.io/shop/scanner:1', isFound: true },
];
const ids = (text: string, recent: readonly string[] = []) =>
  rankCommands(COMMANDS, text, recent).map(({ id }) => id);

describe('rankCommands', () => {
  it.each<[string, string[], string[]]>([
    ['', [], ['scan', 'fleet', 'all', 'found', 'track']],
    ['', ['all', 'fleet'], ['all', 'fleet', 'scan', 'found', 'track']],
    ['fleet', [], ['fleet', 'all', 'found', 'track']],
    ['again', [], ['scan', 'found', 'track']],
    ['typo', [], ['found', 'track']],
  ])('%j after %j: %j', (text, recent, expected) => expect(ids(text, recent)).toEqual(expected));

  it('prefers what was used lately among what matches alike', () => {
    expect(ids('scan', ['all'])[0]).toBe('all');
    expect(ids('scan', ['scan'])[0]).toBe('scan');
  });

  it('says what to highlight', () => {
    expect(rankCommands(COMMANDS, 'whole', [])[0]).toMatchObject({ id: 'all', ranges: [[9, 14]] });
  });
});

it('Enter never tracks what was typed, unless the person moved to it', () => {
  expect(firstChoice([])).toBe(-1);
  expect(firstChoice([{ id: 'track', words: 'x', isTracking: true }])).toBe(-1);
  expect(firstChoice(COMMANDS.slice(1))).toBe(0);
});

it.each([
  ['ArrowDown', -1, 1, 0],
  ['ArrowUp', -1, 2, 1],
  ['ArrowDown', 0, 3, 1],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', 0, 3, 2],
  ['Enter', 0, 3, undefined],
  ['ArrowDown', 0, 0, undefined],
])('%s in row %i of %i leads to row %s', (key, row, rows, next) => {
  expect(rowAfterKey(key, row, rows)).toBe(next);
});
