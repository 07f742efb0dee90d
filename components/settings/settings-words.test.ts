import { expect, it } from 'vitest';
import type { Permission } from '#lib/access/roles.ts';
import { sectionsFor } from './sections.ts';
import { intervalWords, loginWords } from './settings-words.ts';

it.each([
  [3600, 'hour'],
  [21_600, '6 hours'],
  [60, 'minute'],
  [300, '5 minutes'],
  [90, '90 seconds'],
])('every %i seconds is every %s', (seconds, words) => expect(intervalWords(seconds)).toBe(words));

it.each([
  [false, null, 'none: whoever is at this machine is admin'],
  [true, null, 'with the server’s token'],
  [false, 'https://login.example.com', 'with https://login.example.com'],
  [true, 'https://login.example.com', 'with the server’s token, and with https://login.example.com'],
])('logins by token %s and issuer %s are %s', (token, issuer, words) => {
  expect(loginWords({ token, issuer })).toBe(words);
});

it('only an admin sees the notifications', () => {
  const names = (...permissions: Permission[]) => sectionsFor(permissions).map(({ name }) => name);
  expect(names('read')).toEqual(['General', 'Sources', 'Registries', 'Declared bases', 'Access']);
  expect(names('read', 'administer')).toEqual([
    'General',
    'Sources',
    'Registries',
    'Declared bases',
    'Access',
    'Notifications',
  ]);
});
