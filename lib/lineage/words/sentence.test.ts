import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainSentence, sentenceParts } from './sentence.ts';

const text = (part: string) => ({ text: part, isName: false });
const name = (part: string) => ({ text: part, isName: true });

describe('a sentence', () => {
  it.each([
    ['', []],
    ['Nothing to do.', [text('Nothing to do.')]],
    ['`debian:12` moved.', [name('debian:12'), text(' moved.')]],
    ['Rebase `a:1` onto `b:2`', [text('Rebase '), name('a:1'), text(' onto '), name('b:2')]],
    ['An odd ` stays', [text('An odd ` stays')]],
    ['`a` and ` stay', [text('`a` and ` stay')]],
    ['``', []],
  ])('%j has these parts', (sentence, parts) => expect(sentenceParts(sentence)).toEqual(parts));

  it('loses nothing but the backticks around names', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', 'a', ' ', '<', ':')), (characters) => {
        const sentence = characters.join('');
        const joined = sentenceParts(sentence)
          .map((part) => part.text)
          .join('');
        const odd = characters.filter((character) => character === '`').length % 2 === 1;
        expect(joined).toBe(odd ? sentence : plainSentence(sentence));
      }),
    );
  });
});

it('as plain text a sentence has no backticks', () =>
  expect(plainSentence('`debian:12` moved.')).toBe('debian:12 moved.'));
