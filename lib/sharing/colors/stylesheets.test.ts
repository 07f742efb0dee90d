import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STATUS } from '#lib/lineage/vocabulary/status.ts';
import { documentCss, hexOf, tokensCss } from './stylesheets.ts';
import { TOKENS, type Token } from './tokens.ts';

it('matches the file that the app’s stylesheet imports', async () => {
  await expect(tokensCss()).toMatchFileSnapshot(
    join(import.meta.dirname, '..', '..', '..', 'app', 'tokens.css'),
  );
});

it('has a colour for every status', () => {
  expect(Object.keys(TOKENS)).toEqual(expect.arrayContaining(STATUS.map((status) => `status-${status}`)));
});

it.each<[Token, string, string]>([
  ['bg', '#f6f7f8', '#0d0e11'],
  ['surface', '#ffffff', '#141619'],
  ['raised', '#eff0f2', '#1f2226'],
  ['line', '#dadcdf', '#2e3034'],
  ['line-strong', '#868a8e', '#686c72'],
  ['text', '#16181d', '#e6e8ea'],
  ['muted', '#54585f', '#a1a5ab'],
  ['focus', '#16181d', '#f2f2f2'],
  ['status-up-to-date', '#006761', '#58d1c4'],
  ['status-stale', '#884d01', '#f3b94c'],
  ['status-stale-by-ancestor', '#884d01', '#f3b94c'],
  ['status-broken', '#b7191c', '#ff7d78'],
  ['status-unknown', '#54585f', '#a7abb1'],
  ['status-pinned', '#1a57ad', '#84b7f9'],
  ['status-root', '#393d44', '#cbced2'],
  ['status-pending', '#54585f', '#a7abb1'],
])('gives %s as sRGB: %s and %s', (token, light, dark) => {
  expect(hexOf(token)).toEqual([light, dark]);
});

it('writes CSS variables that follow the system’s theme', () => {
  expect(documentCss()).toContain('color-scheme:light dark');
  expect(documentCss()).toContain('--status-broken:light-dark(#b7191c,#ff7d78)');
});
