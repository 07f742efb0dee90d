import { expect, it } from 'vitest';
import { parseTheme, THEMES, themeAfter } from './theme.ts';

it('the switch goes through every theme and back to the first', () => {
  expect(THEMES.map(themeAfter)).toEqual(['light', 'dark', 'system']);
});

it.each([
  ['light', 'light'],
  ['dark', 'dark'],
  ['system', 'system'],
  ['blue', 'system'],
  [undefined, 'system'],
])('the cookie %s is the theme %s', (value, theme) => expect(parseTheme(value)).toBe(theme));
