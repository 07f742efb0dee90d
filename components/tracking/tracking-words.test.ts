import { expect, it } from 'vitest';
import { addedSentence, foundSentence, placeWords, undoneSentence } from './tracking-words.ts';

it.each([
  [[true], 'Tracking 1 image.'],
  [[true, true, false], 'Tracking 2 images. 1 was tracked already.'],
  [[true, false, false], 'Tracking 1 image. 2 were tracked already.'],
  [[false], 'This image is tracked already.'],
  [[false, false], 'These images are tracked already.'],
])('%j: %s', (added, sentence) => expect(addedSentence(added)).toBe(sentence));

it('says what was undone', () => expect(undoneSentence(2)).toBe('2 images untracked again.'));

it.each([
  [[], undefined, 'Kubernetes, line 1,200'],
  [[3], 'Pod a, container b', 'Kubernetes, line 1,200, Pod a, container b, again on line 3'],
  [[3, 4], undefined, 'Kubernetes, line 1,200, again on 2 other lines'],
])('repeated on %j: %s %s', (repeatedOn, place, words) => {
  const image = { reference: 'q.io/a:1', line: 1200, format: 'kubernetes', repeatedOn } as const;
  expect(placeWords(place === undefined ? image : { ...image, place })).toBe(words);
});

it.each([
  [12, 3, 2, '12 images found, 3 of them tracked already. 2 parts are left out.'],
  [1, 1, 0, '1 image found, all tracked already.'],
  [0, 0, 1, 'No image found. 1 part is left out.'],
])('%i images, %i tracked, %i left out: %s', (images, tracked, leftOut, sentence) => {
  expect(foundSentence(images, tracked, leftOut)).toBe(sentence);
});
