import { describe, expect, it } from 'vitest';
import type { PastedImage } from '#lib/paste/paste.ts';
import { chosenImages, parseRemembered, rememberedAfter, untickedBecause } from './review-choices.ts';

const image = (reference: string, doubt?: string): PastedImage => ({
  reference,
  line: 1,
  format: 'reference',
  repeatedOn: [],
  ...(doubt === undefined ? {} : { doubt }),
});
const IMAGES = [image('new'), image('tracked'), image('before'), image('doubted', 'A bare word.')];
const CONTEXT = { tracked: new Set(['tracked']), leftOutBefore: new Set(['before']) };

describe('a review', () => {
  it('ticks what is new, and says why not of the rest', () => {
    expect(IMAGES.map((each) => untickedBecause(each, CONTEXT))).toEqual([
      undefined,
      'tracked',
      'left-out-before',
      'in-doubt',
    ]);
    expect(chosenImages(IMAGES, CONTEXT, new Map())).toEqual(['new']);
  });

  it('follows the person, but never tracks what is tracked', () => {
    const changed = new Map(IMAGES.map(({ reference }) => [reference, reference !== 'new']));
    expect(chosenImages(IMAGES, CONTEXT, changed)).toEqual(['before', 'doubted']);
  });

  it('remembers what was left out, until it is chosen', () => {
    expect(rememberedAfter(['a', 'b', 'c'], ['b', 'd', 'e'], ['e', 'a'])).toEqual(['c', 'b', 'd']);
    const many = Array.from({ length: 600 }, (_, n) => `${n}`);
    expect(rememberedAfter(['old'], many, [])).toHaveLength(500);
    expect(rememberedAfter(['old'], many, []).at(-1)).toBe('599');
  });

  it.each([
    ['["a",1]', ['a']],
    ['{"a":1}', []],
    ['[', []],
    [null, []],
  ])('reads %s', (text, remembered) => expect(parseRemembered(text)).toEqual(remembered));
});
