import { expect, it } from 'vitest';
import { publicWords, publishWords } from './visibility-words.ts';

it.each([
  [3, 3, 'The badge counts only public images: all 3 images that match this filter.'],
  [1200, 1000, 'The badge counts only public images: 1,000 of 1,200 images that match this filter.'],
  [
    2,
    0,
    'The badge counts only public images: 0 of 2 images that match this filter. Until then it shows “unknown”.',
  ],
])('of %i images, %i public: %s', (total, isPublic, words) =>
  expect(publicWords(total, isPublic)).toBe(words),
);

it.each([
  [1, 0, 'Make it public'],
  [1200, 0, 'Make all 1,200 public'],
  [5, 2, 'Make the other 3 public'],
])('of %i images, %i public, the button reads: %s', (total, isPublic, words) => {
  expect(publishWords(total, isPublic)).toBe(words);
});
