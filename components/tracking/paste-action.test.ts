import { expect, it } from 'vitest';
import { isSeveralLines, pasteAction } from './paste-action.ts';

const PROBLEM = { line: 1, text: '!', problem: 'no reference' };

it.each([
  [0, 0, 'ignore'],
  [1, 0, 'track'],
  [2, 0, 'review'],
  [1, 1, 'review'],
  [0, 1, 'review'],
] as const)('%i references and %i problems: %s', (references, problems, action) => {
  const paste = {
    references: Array.from({ length: references }, (_, index) => `ghcr.io/team/app:${index}`),
    problems: Array.from({ length: problems }, () => PROBLEM),
  };
  expect(pasteAction(paste)).toBe(action);
});

it.each([
  ['debian:12', false],
  ['debian:12\n', false],
  ['\n debian:12 \n\n', false],
  ['debian:12\nalpine:3', true],
  ['FROM debian:12\r\nRUN x', true],
])('%j has several lines: %s', (text, several) => expect(isSeveralLines(text)).toBe(several));
