import { expect, it } from 'vitest';
import { type RowPress, rowPress } from './row-click.ts';

const PLAIN: RowPress = { button: 0, isModified: false, onControl: false, selectsText: false };

it.each<[string, Partial<RowPress>, ReturnType<typeof rowPress>]>([
  ['a click', {}, 'open'],
  ['a middle click', { button: 1 }, 'tab'],
  ['a right click', { button: 2 }, null],
  ['a click with a modifier', { isModified: true }, null],
  ['a click on a control', { onControl: true }, null],
  ['a middle click on a link', { button: 1, onControl: true }, null],
  ['the end of a selection of text', { selectsText: true }, null],
])('%s', (_, press, does) => {
  expect(rowPress({ ...PLAIN, ...press })).toBe(does);
});
