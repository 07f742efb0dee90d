import { describe, expect, it } from 'vitest';
import { awaitsValue, takeSuggestion, typedWord } from './typed-word.ts';

it.each([
  ['status:', true],
  ['shop -status:stale,', true],
  ['(base:', true],
  ['status:stale', false],
  ['status: ', false],
  ['shop,', false],
  ['127.0.0.1:', false],
  ['', false],
])('%s awaits a value: %s', (text, expected) => {
  expect(awaitsValue(text)).toBe(expected);
});

/** The caret is at the `|`. */
function at(marked: string) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  return { text, word: typedWord(text, caret) };
}

describe('the word at the caret', () => {
  it.each([
    ['|', undefined, '', ''],
    ['sta|', undefined, 'sta', ''],
    ['shop sta|', undefined, 'sta', ''],
    ['-sta|', undefined, 'sta', ''],
    ['(sta|', undefined, 'sta', ''],
    ['status:|', 'status', '', ''],
    ['status:st| shop', 'status', 'st', 'shop'],
    ['shop -status:stale,br|', 'status', 'br', 'shop'],
    ['status:st|,broken', 'status', 'st', ''],
    ['base:"a b|', 'base', 'a b', ''],
    ['shop OR status:st|', 'status', 'st', ''],
    ['(a OR b) status:st|', 'status', 'st', '(a OR b)'],
  ])('%s', (marked, key, typed, rest) => {
    expect(at(marked).word).toMatchObject({ key, typed, rest });
  });

  it.each(['debian:|', '127.0.0.1:50|', 'sta|tus:stale'])('is not completed in %s', (marked) => {
    expect(at(marked).word).toBeUndefined();
  });

  it.each([
    ['shop sta|', 'status:', 'shop status:', 12],
    ['-st|', 'status:', '-status:', 8],
    ['status:st|', 'stale', 'status:stale ', 13],
    ['status:stale,br| shop', 'broken', 'status:stale,broken shop', 19],
    ['base:"deb|', '"debian:12"', 'base:"debian:12" ', 17],
    ['(status:st|)', 'stale', '(status:stale)', 13],
  ])('%s takes %s', (marked, suggestion, text, caret) => {
    const { text: before, word } = at(marked);
    expect(word && takeSuggestion(before, word, suggestion)).toEqual({ text, caret });
  });
});
