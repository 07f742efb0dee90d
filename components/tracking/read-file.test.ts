import { expect, it } from 'vitest';
import { readImageFile } from './read-file.ts';

const file = (content: string) => new File([content], 'images.txt');

it('reads the images of a file', async () => {
  const { images, problems } = await readImageFile(file('q.io/a:1\nq.io/b:2\n'));
  expect(images.map(({ reference }) => reference)).toEqual(['q.io/a:1', 'q.io/b:2']);
  expect(problems).toEqual([]);
});

it.each([
  ['PK\u0003\u0004\0\0', 'images.txt is no text file.'],
  [' \n', 'images.txt is empty.'],
  ['a'.repeat(8 * 1024 * 1024 + 1), 'images.txt is larger than 8 MB.'],
])('refuses %.10j', async (content, words) => {
  const { images, problems } = await readImageFile(file(content));
  expect(images).toEqual([]);
  expect(problems.map(({ problem }) => problem)).toEqual([expect.stringContaining(words)]);
});
