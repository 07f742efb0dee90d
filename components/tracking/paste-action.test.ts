import { expect, it } from 'vitest';
import { parsePaste } from '#lib/paste/parse-paste.ts';
import { isSeveralLines, isWithoutRegistry, pasteAction } from './paste-action.ts';

it.each([
  ['  ', 'ignore'],
  ['checkout', 'search'],
  ['checkout:2.4', 'search'],
  ['grafana/grafana', 'search'],
  ['ghcr.io/team/app:1', 'track'],
  ['docker.io/library/nginx', 'track'],
  ['localhost/app', 'track'],
  ['docker pull nginx:1.27', 'track'],
  ['https://hub.docker.com/_/nginx', 'track'],
  ['ghcr.io/a/b:1 ghcr.io/a/c:1', 'review'],
  ['ghcr.io/a/b:1 Not/Valid', 'review'],
  ['Not/Valid', 'review'],
  ['nginx redis', 'review'],
])('%j: %s', async (text, action) => {
  expect(pasteAction(text, await parsePaste(text))).toBe(action);
});

it.each([
  ['nginx', true],
  [' nginx:1.27 ', true],
  ['DOCKER.IO/nginx', false],
  ['127.0.0.1:5000/a', false],
  ['not valid', false],
  ['BAD', false],
])('%j is without a registry: %s', (text, without) => expect(isWithoutRegistry(text)).toBe(without));

it.each([
  ['debian:12', false],
  ['debian:12\n', false],
  ['\n debian:12 \n\n', false],
  ['debian:12\nalpine:3', true],
  ['FROM debian:12\r\nRUN x', true],
])('%j has several lines: %s', (text, several) => expect(isSeveralLines(text)).toBe(several));
