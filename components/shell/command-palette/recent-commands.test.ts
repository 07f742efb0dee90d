import { expect, it } from 'vitest';
import { parseRecent, recentAfter } from './recent-commands.ts';

const command = (id: string) => ({ id, group: 'Image', words: id, href: `/images/${id}` });

it('lists the latest first, each once, eight at most', () => {
  const used = Array.from({ length: 12 }, (_, n) => command(`${n}`)).reduce(recentAfter, []);
  expect(used.map(({ id }) => id)).toEqual(['11', '10', '9', '8', '7', '6', '5', '4']);
  expect(recentAfter(used, command('9')).map(({ id }) => id)).toEqual([
    '9',
    '11',
    '10',
    '8',
    '7',
    '6',
    '5',
    '4',
  ]);
});

it.each([
  [JSON.stringify([command('a')]), ['a']],
  [JSON.stringify([{ ...command('a'), href: 'https://evil.example' }]), []],
  ['[{"id":1}]', []],
  ['no JSON', []],
  [null, []],
])('reads %s', (text, ids) => expect(parseRecent(text).map(({ id }) => id)).toEqual(ids));
