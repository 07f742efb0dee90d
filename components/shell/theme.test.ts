import { expect, it } from 'vitest';
import { parseTheme } from './theme.ts';

it.each([
  ['light', 'light'],
  ['dark', 'dark'],
  ['system', 'system'],
  ['blue', 'system'],
  [undefined, 'system'],
])('the cookie %s is the theme %s', (value, theme) => expect(parseTheme(value)).toBe(theme));
