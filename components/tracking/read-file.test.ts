import { expect, it } from 'vitest';
import { readImageFile, readImageFiles } from './read-file.ts';

const file = (content: string) => new File([content], 'images.txt');

it('reads the images of a file', async () => {
  const { images, problems } = await readImageFile(file('q.io/a:1\nq.io/b:2\n'));
  expect(images.map(({ reference }) => reference)).toEqual(['q.io/a:1', 'q.io/b:2']);
  expect(problems).toEqual([]);
});

it('says so if a file cannot be read', async () => {
  const changed = file('q.io/a:1');
  changed.text = () => Promise.reject(new DOMException('The file changed on disk.', 'NotReadableError'));
  const { images, problems } = await readImageFile(changed);
  expect(images).toEqual([]);
  expect(problems.map(({ problem }) => problem)).toEqual([
    'images.txt could not be read (The file changed on disk.). If it changed or moved, choose it again.',
  ]);
});

it('reads one of several files, and names the others', async () => {
  const other = new File(['q.io/c:1'], 'other.txt');
  const { images, problems } = await readImageFiles([file('q.io/a:1'), other]);
  expect(images.map(({ reference }) => reference)).toEqual(['q.io/a:1']);
  expect(problems.map(({ problem }) => problem)).toEqual(['other.txt was not read. Add one file at a time.']);
  expect(await readImageFiles([])).toEqual({ images: [], problems: [] });
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
