import { expect, it } from 'vitest';
import type { BaseView } from '#lib/api/contract/images/bases.ts';
import { dependentsSentence } from './base-words.ts';

const counts = (total: number, stale: number) =>
  ({ total, byStatus: { stale } }) as unknown as BaseView['direct'];

it.each<[direct: [number, number], through: number, sentence: string]>([
  [[0, 0], 0, 'No tracked image is based on it.'],
  [[1, 1], 0, '1 image is directly based on it, all stale.'],
  [[9, 7], 3, '9 images are directly based on it, 7 of them stale. 3 more through other bases.'],
  [[2, 0], 1, '2 images are directly based on it. 1 more through other bases.'],
  [[0, 0], 1, '1 image is based on it through other bases.'],
])('%j directly and %i through others', ([total, stale], through, sentence) => {
  expect(dependentsSentence({ direct: counts(total, stale), through: counts(through, 0) })).toBe(sentence);
});
