import { expect, it } from 'vitest';
import { shortcutOf } from './shortcut.ts';

const PLAIN = { metaKey: false, ctrlKey: false, altKey: false };

it.each([
  [{ ...PLAIN, key: '/' }, 'find'],
  [{ ...PLAIN, key: '?' }, 'show-keys'],
  [{ ...PLAIN, key: 'k' }, undefined],
  [{ ...PLAIN, key: 'k', metaKey: true }, 'toggle-palette'],
  [{ ...PLAIN, key: 'K', ctrlKey: true }, 'toggle-palette'],
  [{ ...PLAIN, key: '/', ctrlKey: true }, undefined],
  [{ ...PLAIN, key: '?', altKey: true }, undefined],
])('%j means %s', (key, shortcut) => expect(shortcutOf(key, false)).toBe(shortcut));

it('while typing, only the palette has a shortcut', () => {
  expect(shortcutOf({ ...PLAIN, key: '/' }, true)).toBeUndefined();
  expect(shortcutOf({ ...PLAIN, key: '?' }, true)).toBeUndefined();
  expect(shortcutOf({ ...PLAIN, key: 'k', ctrlKey: true }, true)).toBe('toggle-palette');
});
